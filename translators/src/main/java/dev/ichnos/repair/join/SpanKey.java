package dev.ichnos.repair.join;

import dev.ichnos.model.Span;
import dev.ichnos.model.SpanKind;
import java.util.Objects;

/** What tells a span from others as they came; a span that was sent twice has one key. */
public record SpanKey(
    long traceIdHigh, long traceIdLow, long spanId, SpanKind kind, long startEpochNanos) {
  public SpanKey {
    Objects.requireNonNull(kind, "kind");
  }

  /** Of a span with the trace id that it came with. */
  static SpanKey of(Span span) {
    return new SpanKey(
        span.traceIdHigh(), span.traceIdLow(), span.spanId(), span.kind(), span.startEpochNanos());
  }
}
