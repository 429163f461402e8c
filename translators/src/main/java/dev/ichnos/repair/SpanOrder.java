package dev.ichnos.repair;

import dev.ichnos.model.Span;
import java.util.Comparator;

/** Orders that do not depend on how spans came: only spans that are alike are equal. */
final class SpanOrder {
  /** By start, then by anything that tells two spans apart. */
  static final Comparator<Span> BY_START =
      Comparator.comparingLong(Span::startEpochNanos)
          .thenComparing(Span::spanId, Long::compareUnsigned)
          .thenComparing(Span::parentSpanId, Long::compareUnsigned)
          .thenComparing(Span::kind)
          .thenComparing(Span::name)
          .thenComparing(Span::endEpochNanos)
          .thenComparing(Span::traceIdHigh)
          .thenComparing(span -> span.status().code())
          .thenComparing(span -> span.attributes().hashCode())
          .thenComparing(span -> span.resource().attributes().hashCode())
          .thenComparing(span -> span.events().hashCode())
          .thenComparing(span -> span.links().hashCode());

  private SpanOrder() {}
}
