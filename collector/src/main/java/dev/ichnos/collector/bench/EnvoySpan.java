package dev.ichnos.collector.bench;

import dev.ichnos.model.SpanKind;
import java.util.Map;

/**
 * One span, as Envoy's tracers report it.
 *
 * @param parentSpanId 0 for a root
 * @param service Envoy's service name under Istio's default naming: {@code app.namespace}
 * @param ip of the pod that reports it
 * @param tags in Envoy's order, all of them text
 */
record EnvoySpan(
    long traceIdHigh,
    long traceIdLow,
    long spanId,
    long parentSpanId,
    SpanKind kind,
    String name,
    long startEpochMicros,
    long durationMicros,
    String service,
    String ip,
    Map<String, String> tags) {

  long endEpochMicros() {
    return startEpochMicros + durationMicros;
  }
}
