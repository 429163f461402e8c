package dev.ichnos.repair;

import dev.ichnos.model.IdHash;
import dev.ichnos.model.Span;

/** 64 bits by which an exact copy of a span is known again, as identity left it. */
final class Likeness {
  private Likeness() {}

  static long of(Span span) {
    long sizes =
        (long) span.attributes().size() << 40
            ^ (long) span.events().size() << 20
            ^ (long) span.kind().number() << 8
            ^ span.status().code().number();
    long hash = IdHash.number(span.spanId() + 31 * span.parentSpanId(), span.startEpochNanos());
    return IdHash.number(
        hash ^ span.endEpochNanos(), Long.rotateLeft(sizes, 16) ^ span.name().hashCode());
  }
}
