package dev.ichnos.collector.config;

import java.time.Duration;

/**
 * {@code window}: how long a lane waits for a trace's further spans.
 *
 * @param enabled {@code enabled}: off sends each entry at once, and whole-trace repairs do not run
 * @param idle {@code idle}: a trace closes this long after its last entry
 * @param maxAge {@code max_age}: a trace closes this long after its first entry at the latest
 * @param maxSize {@code max_size}: bytes of all open traces; past it the longest idle close early
 */
public record WindowConfig(boolean enabled, Duration idle, Duration maxAge, DataSize maxSize) {
  public WindowConfig {
    if (idle.isNegative()) {
      throw new IllegalArgumentException("idle: " + idle + " (expected: at least 0s)");
    }
    if (maxAge.compareTo(idle) < 0) {
      throw new IllegalArgumentException("max_age: " + maxAge + " (expected: at least idle)");
    }
    if (maxSize.bytes() < 1) {
      throw new IllegalArgumentException("max_size: " + maxSize + " (expected: more than 0)");
    }
  }

  /** 64 MiB, or a twelfth of a heap below 768 MiB: a third of what the journal holds. */
  public static WindowConfig defaults() {
    long most = Math.min(64L << 20, Runtime.getRuntime().maxMemory() / 12);
    return new WindowConfig(true, Duration.ofSeconds(6), Duration.ofSeconds(9), new DataSize(most));
  }
}
