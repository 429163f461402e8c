package dev.ichnos.codec.datadog;

import dev.ichnos.model.Span;

/**
 * The start and duration of a span as the Agent would have them (datadog-agent
 * pkg/trace/agent/normalizer.go): no duration below zero, no start before the year 2000. Where the
 * Agent would take its own clock, here it is the time at which the message came, so that a batch
 * always becomes the same bytes.
 */
final class SpanTimes {
  /** 2000-01-01T00:00:00Z in nanoseconds. */
  static final long YEAR_2000 = 946_684_800_000_000_000L;

  private SpanTimes() {}

  /** Nanoseconds, never negative; 0 when a time is absent. */
  static long duration(Span span) {
    if (span.startEpochNanos() == 0 || span.endEpochNanos() == 0) {
      return 0;
    }
    return Math.max(0, span.endEpochNanos() - span.startEpochNanos());
  }

  /** Nanoseconds since 1970, in 2000 at the earliest. */
  static long start(Span span, long receivedEpochNanos) {
    long start = span.startEpochNanos() == 0 ? span.endEpochNanos() : span.startEpochNanos();
    if (start >= YEAR_2000) {
      return start;
    }
    long received = Math.max(YEAR_2000, receivedEpochNanos);
    long moved = received - duration(span);
    return moved >= YEAR_2000 ? moved : received;
  }
}
