package dev.ichnos.collector.bench;

import dev.ichnos.codec.otlp.OtlpFormats;
import dev.ichnos.codec.otlp.OtlpProtoEncoder;
import dev.ichnos.model.Attributes;
import dev.ichnos.model.Origin;
import dev.ichnos.model.Resource;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanBatch;
import dev.ichnos.semconv.OtelKeys;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * OTLP as Envoy's OpenTelemetry tracer writes it: the service name as resource, every tag as a
 * string attribute.
 */
final class OtlpFormat implements MessageFormat {
  @Override
  public byte[] write(List<EnvoySpan> spans) throws IOException {
    Resource resource = Resource.of(Attributes.of(OtelKeys.SERVICE_NAME, spans.get(0).service()));
    List<Span> all = spans.stream().map(span -> span(span, resource)).toList();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    new OtlpProtoEncoder()
        .encode(
            new SpanBatch(all, new Origin("bench", OtlpFormats.OTLP_PROTO, "", 0, Map.of())),
            bytes);
    return bytes.toByteArray();
  }

  @Override
  public Map<Field, Form> forms() {
    return Map.of(
        Field.TRACE_ID_HIGH, Form.BIG_ENDIAN,
        Field.TRACE_ID_LOW, Form.BIG_ENDIAN,
        Field.SPAN_ID, Form.BIG_ENDIAN,
        Field.PARENT_SPAN_ID, Form.BIG_ENDIAN,
        Field.START, Form.NANOS_LITTLE_ENDIAN,
        Field.END, Form.NANOS_LITTLE_ENDIAN,
        Field.REQUEST_ID, Form.UUID_TAIL,
        Field.QUERY, Form.QUERY);
  }

  private static Span span(EnvoySpan span, Resource resource) {
    Attributes.Builder attributes = Attributes.builder();
    span.tags().forEach(attributes::put);
    return Span.builder()
        .traceId(span.traceIdHigh(), span.traceIdLow())
        .spanId(span.spanId())
        .parentSpanId(span.parentSpanId())
        .name(span.name())
        .kind(span.kind())
        .startEpochNanos(span.startEpochMicros() * 1_000)
        .endEpochNanos(span.endEpochMicros() * 1_000)
        .attributes(attributes.build())
        .resource(resource)
        .build();
  }
}
