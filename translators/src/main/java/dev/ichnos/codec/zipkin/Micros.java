package dev.ichnos.codec.zipkin;

import dev.ichnos.codec.MendReason;

/** Zipkin's times and durations, which are in microseconds. */
final class Micros {
  /** No time in microseconds beyond this can be said in nanoseconds. */
  private static final long MOST = Long.MAX_VALUE / 1000;

  private Micros() {}

  /** Nanoseconds; 0, counted on the span, for what is negative or beyond the year 2262. */
  static long toNanos(long micros, SpanDraft span) {
    if (micros < 0 || micros > MOST) {
      span.mended(MendReason.TIME);
      return 0;
    }
    return micros * 1000;
  }
}
