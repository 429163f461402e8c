package dev.ichnos.collector.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.ichnos.model.SpanKind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * Zipkin v2 JSON as Envoy 1.18 and newer write it: plain integers, 128-bit trace ids, port 0, and
 * the end of the work left behind as an annotation.
 */
final class ZipkinJsonFormat implements MessageFormat {
  private static final JsonFactory JSON = new JsonFactory();
  private static final HexFormat HEX = HexFormat.of();

  @Override
  public byte[] write(List<EnvoySpan> spans) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartArray();
      for (EnvoySpan span : spans) {
        write(json, span);
      }
      json.writeEndArray();
    }
    return bytes.toByteArray();
  }

  @Override
  public Map<Field, Form> forms() {
    return Map.of(
        Field.TRACE_ID_HIGH, Form.HEX,
        Field.TRACE_ID_LOW, Form.HEX,
        Field.SPAN_ID, Form.HEX,
        Field.PARENT_SPAN_ID, Form.HEX,
        Field.START, Form.MICROS_DECIMAL,
        Field.END, Form.MICROS_DECIMAL,
        Field.REQUEST_ID, Form.UUID_TAIL,
        Field.QUERY, Form.QUERY);
  }

  private static void write(JsonGenerator json, EnvoySpan span) throws IOException {
    json.writeStartObject();
    json.writeStringField(
        "traceId", HEX.toHexDigits(span.traceIdHigh()) + HEX.toHexDigits(span.traceIdLow()));
    if (span.parentSpanId() != 0) {
      json.writeStringField("parentId", HEX.toHexDigits(span.parentSpanId()));
    }
    json.writeStringField("id", HEX.toHexDigits(span.spanId()));
    json.writeStringField("kind", span.kind().name());
    json.writeStringField("name", span.name());
    json.writeNumberField("timestamp", span.startEpochMicros());
    json.writeNumberField("duration", span.durationMicros());
    json.writeObjectFieldStart("localEndpoint");
    json.writeStringField("serviceName", span.service());
    json.writeStringField("ipv4", span.ip());
    json.writeNumberField("port", 0);
    json.writeEndObject();
    json.writeArrayFieldStart("annotations");
    json.writeStartObject();
    json.writeNumberField("timestamp", span.endEpochMicros());
    json.writeStringField("value", span.kind() == SpanKind.SERVER ? "ss" : "cr");
    json.writeEndObject();
    json.writeEndArray();
    json.writeObjectFieldStart("tags");
    for (Map.Entry<String, String> tag : span.tags().entrySet()) {
      json.writeStringField(tag.getKey(), tag.getValue());
    }
    json.writeEndObject();
    json.writeEndObject();
  }
}
