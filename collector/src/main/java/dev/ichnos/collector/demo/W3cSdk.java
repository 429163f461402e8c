package dev.ichnos.collector.demo;

import dev.ichnos.model.TraceId;
import java.util.HexFormat;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * OpenTelemetry's SDK in an application, with its default propagator: it reads and writes {@code
 * traceparent}, and knows of no B3.
 */
final class W3cSdk {
  private static final HexFormat HEX = HexFormat.of();

  private final RandomGenerator random;

  W3cSdk(RandomGenerator random) {
    this.random = random;
  }

  /** The span of a request with these headers: of a new trace if they have no traceparent. */
  SpanIds begin(Map<String, String> headers) {
    String[] parts = headers.getOrDefault(MeshHeaders.TRACEPARENT, "").split("-", -1);
    if (parts.length != 4) {
      TraceId fresh = new TraceId(ZipkinTracer.newId(random), ZipkinTracer.newId(random));
      return new SpanIds(fresh, ZipkinTracer.newId(random), 0);
    }
    TraceId extracted =
        new TraceId(
            HexFormat.fromHexDigitsToLong(parts[1], 0, 16),
            HexFormat.fromHexDigitsToLong(parts[1], 16, 32));
    return new SpanIds(
        extracted, ZipkinTracer.newId(random), HexFormat.fromHexDigitsToLong(parts[2]));
  }

  /** The span of a call that is made while the other span is open. */
  SpanIds child(SpanIds of) {
    return new SpanIds(of.traceId(), ZipkinTracer.newId(random), of.spanId());
  }

  void inject(SpanIds span, Map<String, String> headers) {
    headers.put(MeshHeaders.TRACEPARENT, traceparent(span.traceId(), span.spanId()));
  }

  /** The header that names this span, sampled. */
  static String traceparent(TraceId traceId, long spanId) {
    return "00-" + traceId.hex() + "-" + HEX.toHexDigits(spanId) + "-01";
  }
}
