package dev.ichnos.collector.demo;

import dev.ichnos.codec.SpanEncoder;
import dev.ichnos.model.Attributes;
import dev.ichnos.model.Origin;
import dev.ichnos.model.Resource;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanBatch;
import dev.ichnos.semconv.OtelKeys;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Reports as Envoy's OpenTelemetry tracer writes them: the service name as resource, every tag as a
 * string attribute; in any encoding that says so much.
 */
final class OtlpReports {
  private OtlpReports() {}

  /** One message for each proxy that reports. */
  static List<byte[]> messages(Bookinfo request, SpanEncoder encoder) {
    List<byte[]> messages = new ArrayList<>();
    for (List<Bookinfo.Hop> report : request.reports()) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try {
        encoder.encode(batch(request, report, encoder), bytes);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      messages.add(bytes.toByteArray());
    }
    return messages;
  }

  private static SpanBatch batch(Bookinfo request, List<Bookinfo.Hop> report, SpanEncoder encoder) {
    Resource resource =
        Resource.of(Attributes.of(OtelKeys.SERVICE_NAME, report.get(0).proxy().tracingName()));
    List<Span> spans = new ArrayList<>();
    for (Bookinfo.Hop hop : report) {
      Attributes.Builder attributes = Attributes.builder();
      hop.tags().forEach(attributes::put);
      spans.add(
          Span.builder()
              .traceId(request.traceIdHigh(), request.traceIdLow())
              .spanId(hop.spanId())
              .parentSpanId(hop.parentSpanId())
              .name(hop.name())
              .kind(hop.kind())
              .startEpochNanos(hop.startEpochMicros() * 1_000)
              .endEpochNanos((hop.startEpochMicros() + hop.durationMicros()) * 1_000)
              .attributes(attributes.build())
              .resource(resource)
              .build());
    }
    return new SpanBatch(spans, new Origin("demo", encoder.format(), "", 0, Map.of()));
  }
}
