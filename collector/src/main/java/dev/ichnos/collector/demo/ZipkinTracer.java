package dev.ichnos.collector.demo;

import dev.ichnos.model.TraceId;
import java.util.HexFormat;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Envoy's Zipkin tracer under Istio's settings (envoy source/extensions/tracers/zipkin @ 1.34): it
 * reads and writes B3 in several headers and no other family; trace ids of 128 bits; no span is
 * shared, so that who reads a context begins a span below it.
 */
final class ZipkinTracer {
  private static final HexFormat HEX = HexFormat.of();

  private final RandomGenerator random;

  ZipkinTracer(RandomGenerator random) {
    this.random = random;
  }

  /** The span of a request with these headers: of a new trace if they have no B3. */
  SpanIds begin(Map<String, String> headers) {
    String traceId = headers.getOrDefault(MeshHeaders.B3_TRACE_ID, "");
    if (traceId.isEmpty()) {
      long spanId = newId(random);
      return new SpanIds(new TraceId(newId(random), spanId), spanId, 0);
    }
    TraceId extracted =
        new TraceId(
            HexFormat.fromHexDigitsToLong(traceId, 0, 16),
            HexFormat.fromHexDigitsToLong(traceId, 16, 32));
    long parent = HexFormat.fromHexDigitsToLong(headers.getOrDefault(MeshHeaders.B3_SPAN_ID, "0"));
    return new SpanIds(extracted, newId(random), parent);
  }

  /** A span below another of the same proxy. */
  SpanIds child(SpanIds of) {
    return new SpanIds(of.traceId(), newId(random), of.spanId());
  }

  /** Writes the span over the one that the request came with. */
  void inject(SpanIds span, Map<String, String> headers) {
    headers.put(MeshHeaders.B3_TRACE_ID, span.traceId().hex());
    headers.put(MeshHeaders.B3_SPAN_ID, HEX.toHexDigits(span.spanId()));
    if (span.parentSpanId() != 0) {
      headers.put(MeshHeaders.B3_PARENT_SPAN_ID, HEX.toHexDigits(span.parentSpanId()));
    }
    headers.put(MeshHeaders.B3_SAMPLED, "1");
  }

  static long newId(RandomGenerator random) {
    long id = random.nextLong();
    return id == 0 ? 1 : id;
  }
}
