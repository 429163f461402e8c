package dev.ichnos.collector.demo;

import dev.ichnos.codec.SpanEncoder;
import dev.ichnos.model.Attributes;
import dev.ichnos.model.Origin;
import dev.ichnos.model.Resource;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanBatch;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reports as applications' SDKs write them: who they are stands on the resource, as OpenTelemetry's
 * operator has it from the pod.
 */
final class ApplicationReports {
  private ApplicationReports() {}

  /** One message for each application that reports. */
  static List<byte[]> messages(List<ProxySpan> spans, SpanEncoder encoder) throws IOException {
    Map<Bookinfo.Proxy, List<Span>> byPod = new LinkedHashMap<>();
    for (ProxySpan span : spans) {
      Resource resource = resource(span.proxy());
      byPod.computeIfAbsent(span.proxy(), any -> new ArrayList<>()).add(span(span, resource));
    }
    List<byte[]> messages = new ArrayList<>();
    for (List<Span> report : byPod.values()) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      Origin origin = new Origin("demo", encoder.format(), "", 0, Map.of());
      encoder.encode(new SpanBatch(report, origin), bytes);
      messages.add(bytes.toByteArray());
    }
    return messages;
  }

  private static Resource resource(Bookinfo.Proxy proxy) {
    return Resource.of(
        Attributes.builder()
            .put("service.name", proxy.service())
            .put("service.namespace", proxy.namespace())
            .put("k8s.namespace.name", proxy.namespace())
            .put("k8s.pod.name", proxy.podName())
            .put("k8s.pod.ip", proxy.ip())
            .put("telemetry.sdk.language", "java")
            .build());
  }

  private static Span span(ProxySpan span, Resource resource) {
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
