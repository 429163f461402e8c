package dev.ichnos.collector.bench;

import dev.ichnos.codec.wire.MsgpackWriter;
import dev.ichnos.model.SpanKind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * Datadog's v0.4 as Envoy's Datadog tracer writes it: every request at a proxy a chunk, whose span
 * has the upper half of the trace id as a tag, and for a name Envoy's own.
 */
final class DatadogFormat implements MessageFormat {
  @Override
  public byte[] write(List<EnvoySpan> spans) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    MsgpackWriter out = new MsgpackWriter(bytes, Integer.MAX_VALUE);
    out.writeArrayHeader(spans.size());
    for (EnvoySpan span : spans) {
      out.writeArrayHeader(1);
      write(out, span);
    }
    out.flush();
    return bytes.toByteArray();
  }

  @Override
  public Map<Field, Form> forms() {
    return Map.of(
        Field.TRACE_ID_HIGH, Form.HEX,
        Field.TRACE_ID_LOW, Form.BIG_ENDIAN,
        Field.SPAN_ID, Form.BIG_ENDIAN,
        Field.PARENT_SPAN_ID, Form.BIG_ENDIAN,
        Field.START, Form.NANOS_BIG_ENDIAN,
        Field.REQUEST_ID, Form.UUID_TAIL,
        Field.QUERY, Form.QUERY);
  }

  private static void write(MsgpackWriter out, EnvoySpan span) throws IOException {
    out.writeMapHeader(12);
    text(out, "service", span.service());
    text(out, "name", "envoy.proxy");
    text(out, "resource", span.name());
    out.writeString("trace_id");
    out.writeUnsigned(span.traceIdLow());
    out.writeString("span_id");
    out.writeUnsigned(span.spanId());
    out.writeString("parent_id");
    out.writeUnsigned(span.parentSpanId());
    out.writeString("start");
    out.writeLong(span.startEpochMicros() * 1_000);
    out.writeString("duration");
    out.writeLong(span.durationMicros() * 1_000);
    out.writeString("error");
    out.writeLong(0);
    out.writeString("meta");
    out.writeMapHeader(span.tags().size() + 2);
    text(out, "_dd.p.tid", HexFormat.of().toHexDigits(span.traceIdHigh()));
    text(out, "span.kind", span.kind() == SpanKind.SERVER ? "server" : "client");
    for (Map.Entry<String, String> tag : span.tags().entrySet()) {
      text(out, tag.getKey(), tag.getValue());
    }
    out.writeString("metrics");
    out.writeMapHeader(1);
    out.writeString("_sampling_priority_v1");
    out.writeDouble(1);
    text(out, "type", "web");
  }

  private static void text(MsgpackWriter out, String key, String value) throws IOException {
    out.writeString(key);
    out.writeString(value);
  }
}
