package dev.ichnos.collector.bench;

import dev.ichnos.model.SpanKind;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;

/**
 * Zipkin's protobuf as Envoy writes it (openzipkin/zipkin-api zipkin.proto @ 1.0.0): a list of
 * spans, each with what {@link ZipkinJsonFormat} says.
 */
final class ZipkinProtoFormat implements MessageFormat {
  @Override
  public byte[] write(List<EnvoySpan> spans) throws IOException {
    ProtoMessage list = new ProtoMessage();
    for (EnvoySpan span : spans) {
      list.message(1, span(span));
    }
    return list.whole();
  }

  @Override
  public Map<Field, Form> forms() {
    return Map.of(
        Field.TRACE_ID_HIGH, Form.BIG_ENDIAN,
        Field.TRACE_ID_LOW, Form.BIG_ENDIAN,
        Field.SPAN_ID, Form.BIG_ENDIAN,
        Field.PARENT_SPAN_ID, Form.BIG_ENDIAN,
        Field.START, Form.MICROS_LITTLE_ENDIAN,
        Field.END, Form.MICROS_LITTLE_ENDIAN,
        Field.REQUEST_ID, Form.UUID_TAIL,
        Field.QUERY, Form.QUERY);
  }

  private static ProtoMessage span(EnvoySpan span) throws IOException {
    boolean server = span.kind() == SpanKind.SERVER;
    ProtoMessage out = new ProtoMessage().id(1, span.traceIdHigh(), span.traceIdLow());
    if (span.parentSpanId() != 0) {
      out.id(2, span.parentSpanId());
    }
    out.id(3, span.spanId())
        .varint(4, server ? 2 : 1)
        .text(5, span.name())
        .fixed64(6, span.startEpochMicros())
        .varint(7, span.durationMicros())
        .message(
            8,
            new ProtoMessage()
                .text(1, span.service())
                .bytes(2, InetAddress.getByName(span.ip()).getAddress()))
        .message(
            10, new ProtoMessage().fixed64(1, span.endEpochMicros()).text(2, server ? "ss" : "cr"));
    for (Map.Entry<String, String> tag : span.tags().entrySet()) {
      out.message(11, new ProtoMessage().text(1, tag.getKey()).text(2, tag.getValue()));
    }
    return out;
  }
}
