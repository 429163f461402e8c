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

  /**
   * What a span is known by.
   *
   * @param parentSpanId 0 for a root
   */
  record Context(TraceId traceId, long spanId, long parentSpanId) {
    /** Writes this context over the one that the request came with. */
    void inject(Map<String, String> headers) {
      headers.put(MeshHeaders.B3_TRACE_ID, traceId.hex());
      headers.put(MeshHeaders.B3_SPAN_ID, HEX.toHexDigits(spanId));
      if (parentSpanId != 0) {
        headers.put(MeshHeaders.B3_PARENT_SPAN_ID, HEX.toHexDigits(parentSpanId));
      }
      headers.put(MeshHeaders.B3_SAMPLED, "1");
    }
  }

  /** The context of a span for a request with these headers: a new trace if they have no B3. */
  Context begin(Map<String, String> headers) {
    String traceId = headers.getOrDefault(MeshHeaders.B3_TRACE_ID, "");
    if (traceId.isEmpty()) {
      long spanId = id();
      return new Context(new TraceId(id(), spanId), spanId, 0);
    }
    TraceId extracted =
        new TraceId(
            HexFormat.fromHexDigitsToLong(traceId, 0, 16),
            HexFormat.fromHexDigitsToLong(traceId, 16, 32));
    long parent = HexFormat.fromHexDigitsToLong(headers.getOrDefault(MeshHeaders.B3_SPAN_ID, "0"));
    return new Context(extracted, id(), parent);
  }

  /** The context of a span below another of the same proxy. */
  Context child(Context of) {
    return new Context(of.traceId(), id(), of.spanId());
  }

  private long id() {
    long id = random.nextLong();
    return id == 0 ? 1 : id;
  }
}
