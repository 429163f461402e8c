package dev.ichnos.collector;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.ichnos.codec.EncodeReport;
import dev.ichnos.collector.mapping.ExporterMapping;
import dev.ichnos.collector.mapping.MappedMessage;
import dev.ichnos.collector.mapping.Payload;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/**
 * What {@code print-mapping --json} prints: {@code payload}, and {@code exporters}, each with its
 * {@code messages}. Counts stand by reason or rule, and are left out where there are none.
 */
final class MappingJson {
  private MappingJson() {}

  static void write(JsonGenerator json, MappedPayload mapped) throws IOException {
    Payload payload = mapped.payload();
    json.writeStartObject();
    json.writeObjectFieldStart("payload");
    json.writeStringField("name", mapped.name());
    json.writeStringField("format", payload.format().name());
    json.writeNumberField("bytes", payload.bytes());
    json.writeBooleanField("gzip", payload.gzip());
    json.writeNumberField("spans", payload.spans().size());
    json.writeNumberField("traces", mapped.traces());
    json.writeStringField("as_of", mapped.asOf().toString());
    writeCounts(json, "dropped", mapped.dropped());
    if (!payload.problems().isEmpty()) {
      json.writeArrayFieldStart("problems");
      for (String problem : payload.problems()) {
        json.writeString(problem);
      }
      json.writeEndArray();
    }
    writeCounts(json, "mended", mapped.mended());
    writeCounts(json, "identity", mapped.identity());
    json.writeEndObject();
    json.writeArrayFieldStart("exporters");
    for (ExporterMapping exporter : mapped.exporters()) {
      write(json, exporter);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, ExporterMapping exporter) throws IOException {
    json.writeStartObject();
    json.writeStringField("exporter", exporter.exporter());
    json.writeBooleanField("sends", exporter.sends());
    json.writeNumberField("accepted", exporter.account().accepted());
    json.writeNumberField("sent", exporter.account().sent());
    writeCounts(json, "repair", exporter.changed());
    writeCounts(json, "created", exporter.account().created());
    writeCounts(json, "merged", exporter.account().merged());
    writeCounts(json, "dropped", exporter.account().droppedByLabel());
    writeCounts(json, "refused", exporter.refusals());
    json.writeArrayFieldStart("messages");
    for (MappedMessage message : exporter.messages()) {
      write(json, message);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, MappedMessage message) throws IOException {
    json.writeStartObject();
    json.writeStringField("format", message.format().name());
    json.writeNumberField("bytes", message.bytes());
    json.writeNumberField("spans", message.spans());
    EncodeReport report = message.report();
    json.writeObjectFieldStart("lost");
    json.writeNumberField("cut_fields", report.cutFields());
    json.writeNumberField("left_out_attributes", report.leftOutAttributes());
    json.writeNumberField("dropped_spans", report.droppedSpans());
    json.writeEndObject();
    json.writeFieldName("message");
    message.write(json);
    json.writeEndObject();
  }

  private static void writeCounts(
      JsonGenerator json, String name, Map<String, ? extends Number> counts) throws IOException {
    if (counts.isEmpty()) {
      return;
    }
    json.writeObjectFieldStart(name);
    for (Map.Entry<String, ? extends Number> count : new TreeMap<>(counts).entrySet()) {
      json.writeNumberField(count.getKey(), count.getValue().longValue());
    }
    json.writeEndObject();
  }
}
