package dev.ichnos.collector.admin;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.ichnos.collector.pipeline.JoinFinds;
import dev.ichnos.collector.transport.HttpReply;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * {@code /api/ichnos/joins}: which traces each lane found to be one request's, the last 1000 of
 * them, the oldest first.
 *
 * <pre>
 * {"lanes":[{"exporter":"otlp","finds":1,"traces":2,"last":[{"time":"2026-01-02T03:04:05Z",
 *   "id":"463a...","traces":["463a...","77bb..."],"evidence":["captured_id"],
 *   "services":["productpage","reviews"]}]}]}
 * </pre>
 */
final class JoinsPage {
  private static final JsonFactory JSON = new JsonFactory();

  private final Supplier<Map<String, JoinFinds.Snapshot>> joins;

  /**
   * @param joins by exporter, now
   */
  JoinsPage(Supplier<Map<String, JoinFinds.Snapshot>> joins) {
    this.joins = joins;
  }

  HttpReply reply() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.writeStartObject();
      json.writeArrayFieldStart("lanes");
      for (Map.Entry<String, JoinFinds.Snapshot> lane : joins.get().entrySet()) {
        json.writeStartObject();
        json.writeStringField("exporter", lane.getKey());
        json.writeNumberField("finds", lane.getValue().joined());
        json.writeNumberField("traces", lane.getValue().traces());
        json.writeArrayFieldStart("last");
        for (JoinFinds.Find find : lane.getValue().last()) {
          write(find, json);
        }
        json.writeEndArray();
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return HttpReply.of(200, "application/json", out.toByteArray());
  }

  private static void write(JoinFinds.Find find, JsonGenerator json) throws IOException {
    long seconds = TimeUnit.NANOSECONDS.toSeconds(find.epochNanos());
    json.writeStartObject();
    json.writeStringField("time", Instant.ofEpochSecond(seconds).toString());
    json.writeStringField("id", find.id());
    write("traces", find.traces(), json);
    write("evidence", find.evidence(), json);
    write("services", find.services(), json);
    json.writeEndObject();
  }

  private static void write(String field, List<String> texts, JsonGenerator json)
      throws IOException {
    json.writeArrayFieldStart(field);
    for (String text : texts) {
      json.writeString(text);
    }
    json.writeEndArray();
  }
}
