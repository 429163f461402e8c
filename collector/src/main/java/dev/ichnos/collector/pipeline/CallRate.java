package dev.ichnos.collector.pipeline;

import java.time.Duration;

/**
 * How many calls a second a lane may begin: what its configuration allows, and less for a while
 * after the backend asked for a wait.
 *
 * <p>A quota is spent over a minute by all who write, so full speed after the wait would spend it
 * again at once. Each time that the backend asks, the rate is halved; for each second in which it
 * answers instead, a twentieth of the whole rate comes back. The lane's thread alone touches it.
 */
final class CallRate {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();
  private static final double LEAST_PER_SECOND = 0.2;

  /** What a lane that had hardly begun comes back to, before its bound is lifted. */
  private static final double LEAST_WHOLE = 10;

  private static final double REGAINED_PER_SECOND = 0.05;

  /** Calls that may leave at once after a pause, in seconds of the rate. */
  private static final double BURST_SECONDS = 0.1;

  private final double configured;

  /** Infinite while neither the configuration nor the backend sets a bound. */
  private double perSecond;

  /** What the rate returns to. */
  private double wholePerSecond;

  /** When the next call would leave if calls were spread evenly. */
  private long evenEpochNanos = Long.MIN_VALUE;

  private long secondEpochNanos = Long.MIN_VALUE;
  private int begunThisSecond;
  private int begunLastSecond;
  private long slowedEpochNanos = Long.MIN_VALUE;
  private long regainedEpochNanos = Long.MIN_VALUE;

  /**
   * @param configured calls a second; 0 for no bound
   */
  CallRate(double configured) {
    this.configured = configured == 0 ? Double.POSITIVE_INFINITY : configured;
    perSecond = this.configured;
    wholePerSecond = this.configured;
  }

  /** When the next call may leave; {@link Long#MIN_VALUE} if at once. */
  long dueEpochNanos() {
    return isBounded() && evenEpochNanos != Long.MIN_VALUE
        ? evenEpochNanos - burstNanos()
        : Long.MIN_VALUE;
  }

  void began(long nowEpochNanos) {
    count(nowEpochNanos);
    if (isBounded()) {
      evenEpochNanos = Math.max(evenEpochNanos, nowEpochNanos) + (long) (SECOND / perSecond);
    }
  }

  /**
   * The backend asked for a wait.
   *
   * @param startedEpochNanos when the call began: those under way when the rate was last halved say
   *     nothing of the new one
   */
  void asked(long startedEpochNanos, long nowEpochNanos) {
    if (slowedEpochNanos != Long.MIN_VALUE && startedEpochNanos < slowedEpochNanos) {
      return;
    }
    if (!isBounded()) {
      wholePerSecond = Math.max(LEAST_WHOLE, Math.max(begunThisSecond, begunLastSecond));
      perSecond = wholePerSecond;
    }
    perSecond = Math.max(LEAST_PER_SECOND, perSecond / 2);
    slowedEpochNanos = nowEpochNanos;
    regainedEpochNanos = nowEpochNanos;
  }

  /** The backend took a call. */
  void answered(long nowEpochNanos) {
    if (perSecond >= configured) {
      return;
    }
    // Between calls, not over the wait before the first of them.
    double between = Math.max(1, 1 / perSecond);
    double seconds = (double) (nowEpochNanos - regainedEpochNanos) / SECOND;
    regainedEpochNanos = nowEpochNanos;
    perSecond += wholePerSecond * REGAINED_PER_SECOND * Math.min(seconds, between);
    if (perSecond >= wholePerSecond) {
      perSecond = configured;
      wholePerSecond = configured;
    }
  }

  private boolean isBounded() {
    return perSecond != Double.POSITIVE_INFINITY;
  }

  private long burstNanos() {
    return (long) (Math.max(0, BURST_SECONDS * perSecond - 1) * SECOND / perSecond);
  }

  private void count(long nowEpochNanos) {
    if (secondEpochNanos == Long.MIN_VALUE || nowEpochNanos - secondEpochNanos >= SECOND) {
      begunLastSecond =
          secondEpochNanos != Long.MIN_VALUE && nowEpochNanos - secondEpochNanos < 2 * SECOND
              ? begunThisSecond
              : 0;
      begunThisSecond = 0;
      secondEpochNanos = nowEpochNanos;
    }
    begunThisSecond++;
  }
}
