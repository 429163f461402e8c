package dev.ichnos.collector.pipeline;

import dev.ichnos.collector.config.RetryConfig;
import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * How long to wait before the next attempt: exponential growth with jitter, never below what the
 * backend asked for. There is no last attempt.
 */
final class Retry {
  /** Who asks for more than this is not believed. */
  private static final Duration MAX_ASKED = Duration.ofDays(1);

  private final RetryConfig config;
  private final DoubleSupplier random;

  /**
   * @param random from 0 to below 1
   */
  Retry(RetryConfig config, DoubleSupplier random) {
    this.config = config;
    this.random = random;
  }

  /**
   * The wait after a failed attempt.
   *
   * @param failures attempts that failed so far, at least 1
   * @param asked the least wait that the backend asked for; zero when it said nothing
   */
  long waitNanos(int failures, Duration asked) {
    double grown =
        (double) config.initialInterval().toNanos() * Math.pow(config.multiplier(), failures - 1.0);
    double base = Math.min(grown, (double) config.maxInterval().toNanos());
    double varied = base * (1 + config.jitter() * (2 * random.getAsDouble() - 1));
    return Math.max((long) varied, saturatedNanos(asked));
  }

  private static long saturatedNanos(Duration asked) {
    if (asked.isNegative()) {
      return 0;
    }
    return (asked.compareTo(MAX_ASKED) > 0 ? MAX_ASKED : asked).toNanos();
  }
}
