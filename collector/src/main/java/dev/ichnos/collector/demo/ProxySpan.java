package dev.ichnos.collector.demo;

import dev.ichnos.model.SpanKind;
import java.util.Map;

/**
 * One span, as Envoy's tracers report it.
 *
 * @param parentSpanId 0 for a root
 * @param tags in Envoy's order, all of them text
 */
record ProxySpan(
    long traceIdHigh,
    long traceIdLow,
    long spanId,
    long parentSpanId,
    SpanKind kind,
    String name,
    long startEpochMicros,
    long durationMicros,
    Bookinfo.Proxy proxy,
    Map<String, String> tags) {

  long endEpochMicros() {
    return startEpochMicros + durationMicros;
  }
}
