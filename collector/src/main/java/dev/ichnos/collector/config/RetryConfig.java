package dev.ichnos.collector.config;

import java.time.Duration;

/**
 * {@code retry_on_failure}: how a lane waits between attempts. There is no last attempt: what
 * cannot be delivered waits until the journal's bytes are needed.
 *
 * @param initialInterval {@code initial_interval}
 * @param maxInterval {@code max_interval}
 * @param multiplier {@code multiplier}: growth from one wait to the next
 * @param jitter {@code randomization_factor}: each wait varies by this share either way, 0 to 1
 */
public record RetryConfig(
    Duration initialInterval, Duration maxInterval, double multiplier, double jitter) {
  public RetryConfig {
    if (initialInterval.toMillis() < 1 || maxInterval.compareTo(initialInterval) < 0) {
      throw new IllegalArgumentException(
          "max_interval: "
              + maxInterval
              + " (expected: at least initial_interval, itself at least 1ms)");
    }
    if (!(multiplier >= 1 && multiplier <= 10)) {
      throw new IllegalArgumentException("multiplier: " + multiplier + " (expected: 1-10)");
    }
    if (!(jitter >= 0 && jitter < 1)) {
      throw new IllegalArgumentException(
          "randomization_factor: " + jitter + " (expected: from 0 to below 1)");
    }
  }

  public static RetryConfig defaults() {
    return new RetryConfig(Duration.ofSeconds(1), Duration.ofSeconds(30), 1.5, 0.5);
  }
}
