package dev.ichnos.collector.pipeline;

/**
 * A clock of nanoseconds since 1970 that never runs backwards.
 *
 * <p>Journal and lanes share one, so that append times, windows and retries stand on one line.
 */
@FunctionalInterface
public interface EpochClock {
  /**
   * The wall clock as it stood when this class was loaded, carried on by the JVM's monotonic timer:
   * a wall clock that is set back or forth moves neither windows nor retries.
   */
  EpochClock SYSTEM = anchored(System.currentTimeMillis() * 1_000_000, System.nanoTime());

  /** Nanoseconds since 1970. Any thread. */
  long epochNanos();

  private static EpochClock anchored(long epochNanos, long monotonicNanos) {
    return () -> epochNanos + (System.nanoTime() - monotonicNanos);
  }
}
