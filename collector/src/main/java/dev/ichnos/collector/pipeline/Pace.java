package dev.ichnos.collector.pipeline;

import java.time.Duration;

/**
 * How many sends a lane may have in flight: its concurrency while the backend answers, as fast as
 * its {@link CallRate} lets them leave; after a "not now" one probe at a time, each after a longer
 * wait, until one is answered.
 */
final class Pace {
  private final int maxConcurrency;
  private final Retry retry;
  private final CallRate rate;
  private int failures;
  private long lastFailureEpochNanos;
  private long nextProbeEpochNanos;

  Pace(int maxConcurrency, CallRate rate, Retry retry) {
    this.maxConcurrency = maxConcurrency;
    this.rate = rate;
    this.retry = retry;
  }

  boolean allows(int inFlight, long nowEpochNanos) {
    return dueEpochNanos(inFlight) <= nowEpochNanos;
  }

  /** When the next send may leave; {@link Long#MAX_VALUE} if one must land first. */
  long dueEpochNanos(int inFlight) {
    if (isFull(inFlight)) {
      return Long.MAX_VALUE;
    }
    return isSlowed() ? nextProbeEpochNanos : rate.dueEpochNanos();
  }

  boolean isFull(int inFlight) {
    return inFlight >= (isSlowed() ? 1 : maxConcurrency);
  }

  /** Whether the last that was heard of the backend is "not now". */
  boolean isSlowed() {
    return failures > 0;
  }

  /** A send left. */
  void began(long nowEpochNanos) {
    rate.began(nowEpochNanos);
  }

  /** The backend said "not now"; true if it is the first time since it answered. */
  boolean failed(long startedEpochNanos, Duration asked, long nowEpochNanos) {
    if (!asked.isZero()) {
      rate.asked(startedEpochNanos, nowEpochNanos);
    }
    boolean first = failures == 0;
    // Sends that left together fail together: that is one failure.
    if (first || startedEpochNanos >= lastFailureEpochNanos) {
      failures++;
    }
    lastFailureEpochNanos = nowEpochNanos;
    long next = nowEpochNanos + retry.waitNanos(failures, asked);
    nextProbeEpochNanos = first ? next : Math.max(nextProbeEpochNanos, next);
    return first;
  }

  /** The backend answered, be it with a no; true if it had not before. */
  boolean answered(long nowEpochNanos) {
    rate.answered(nowEpochNanos);
    boolean wasSlowed = isSlowed();
    failures = 0;
    return wasSlowed;
  }
}
