package dev.ichnos.collector.exporter.datadog;

import dev.ichnos.model.Attributes;
import dev.ichnos.model.Resource;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanFixtures;
import dev.ichnos.model.SpanKind;
import java.util.ArrayList;
import java.util.List;

/** Traces that cross pods, nodes, versions and environments. */
final class DatadogSources {
  static final int TRACES = 20;

  private DatadogSources() {}

  /** Each trace goes from the shop's front to its back, every other one in the namespace dev. */
  static List<Span> everywhere() {
    List<Span> spans = new ArrayList<>();
    for (int trace = 1; trace <= TRACES; trace++) {
      String namespace = trace % 2 == 0 ? "dev" : "shop";
      Span client =
          DatadogExporterContract.span(trace, 100L * trace)
              .resource(pod(namespace, "front-1", "node-a", "1.0", "front-app"))
              .build();
      spans.add(client);
      spans.add(
          client.toBuilder()
              .spanId(client.spanId() + 1)
              .parentSpanId(client.spanId())
              .resource(pod(namespace, "front-1", "node-a", "1.0", "istio-proxy"))
              .build());
      String version = trace % 4 < 2 ? "2.0" : "2.1";
      spans.add(
          SpanFixtures.SERVER.toBuilder()
              .traceId(client.traceIdHigh(), client.traceIdLow())
              .spanId(client.spanId() + 2)
              .parentSpanId(client.spanId() + 1)
              .kind(SpanKind.SERVER)
              .resource(pod(namespace, "back-" + version, "node-b", version, "back-app"))
              .build());
    }
    return spans;
  }

  static Resource pod(String namespace, String pod, String node, String version, String container) {
    return Resource.of(
        Attributes.builder()
            .put("service.name", pod.substring(0, pod.indexOf('-')) + "." + namespace)
            .put("service.version", version)
            .put("k8s.namespace.name", namespace)
            .put("k8s.pod.name", pod)
            .put("k8s.node.name", node)
            .put("k8s.cluster.name", "eu1")
            .put("k8s.container.name", container)
            .put("container.id", container + "-" + pod)
            .build());
  }
}
