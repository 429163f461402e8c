package dev.ichnos.collector.admin;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.ichnos.collector.pipeline.Ledger;
import dev.ichnos.collector.transport.HttpReply;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * {@code /api/ichnos/account}: where the spans of each lane have gone.
 *
 * <pre>
 * {"lanes":[{"exporter":"otlp","accepted":8,"created":{"shared_span":1},"sent":6,"waiting":2,
 *            "merged":{},"dropped":{"not_sampled":1},"resent":0}]}
 * </pre>
 */
final class AccountPage {
  private static final JsonFactory JSON = new JsonFactory();

  private final Supplier<List<Ledger.Account>> accounts;

  AccountPage(Supplier<List<Ledger.Account>> accounts) {
    this.accounts = accounts;
  }

  HttpReply reply() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.writeStartObject();
      json.writeArrayFieldStart("lanes");
      for (Ledger.Account account : accounts.get()) {
        write(account, json);
      }
      json.writeEndArray();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return HttpReply.of(200, "application/json", out.toByteArray());
  }

  private static void write(Ledger.Account account, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("exporter", account.lane());
    json.writeNumberField("accepted", account.accepted());
    write("created", account.created(), json);
    json.writeNumberField("sent", account.sent());
    json.writeNumberField("waiting", account.waiting());
    write("merged", account.merged(), json);
    write("dropped", account.droppedByLabel(), json);
    json.writeNumberField("resent", account.resent());
    json.writeEndObject();
  }

  private static void write(String field, Map<String, Long> spans, JsonGenerator json)
      throws IOException {
    json.writeObjectFieldStart(field);
    for (Map.Entry<String, Long> entry : spans.entrySet()) {
      json.writeNumberField(entry.getKey(), entry.getValue());
    }
    json.writeEndObject();
  }
}
