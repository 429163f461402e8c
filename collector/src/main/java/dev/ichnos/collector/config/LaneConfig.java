package dev.ichnos.collector.config;

import java.time.Duration;
import java.util.Objects;

/**
 * What every exporter's lane can be told; these keys stand beside the exporter's own.
 *
 * @param batch {@code batch}
 * @param retry {@code retry_on_failure}
 * @param window {@code window}
 * @param maxConcurrency {@code max_concurrency}: sends in flight at once
 * @param maxRequestsPerSecond {@code max_requests_per_second}: sends begun, at most; 0 for no bound
 * @param timeout {@code timeout}: of one send
 * @param form how spans are written
 */
public record LaneConfig(
    BatchConfig batch,
    RetryConfig retry,
    WindowConfig window,
    int maxConcurrency,
    double maxRequestsPerSecond,
    Duration timeout,
    SpanFormConfig form) {
  public LaneConfig {
    Objects.requireNonNull(batch, "batch");
    Objects.requireNonNull(retry, "retry");
    Objects.requireNonNull(window, "window");
    Objects.requireNonNull(form, "form");
    if (maxConcurrency < 1 || maxConcurrency > 1_000) {
      throw new IllegalArgumentException(
          "max_concurrency: " + maxConcurrency + " (expected: 1-1000)");
    }
    if (!(maxRequestsPerSecond >= 0 && maxRequestsPerSecond <= 1_000_000)) {
      throw new IllegalArgumentException(
          "max_requests_per_second: " + maxRequestsPerSecond + " (expected: 0-1000000)");
    }
    if (timeout.toMillis() < 1) {
      throw new IllegalArgumentException("timeout: " + timeout + " (expected: more than 0)");
    }
  }

  /** A lane that writes spans as most backends read them. */
  public LaneConfig(
      BatchConfig batch,
      RetryConfig retry,
      WindowConfig window,
      int maxConcurrency,
      double maxRequestsPerSecond,
      Duration timeout) {
    this(
        batch,
        retry,
        window,
        maxConcurrency,
        maxRequestsPerSecond,
        timeout,
        SpanFormConfig.defaults());
  }

  /** This lane, with spans written in another way. */
  public LaneConfig withForm(SpanFormConfig other) {
    return new LaneConfig(
        batch, retry, window, maxConcurrency, maxRequestsPerSecond, timeout, other);
  }

  public static LaneConfig defaults() {
    return new LaneConfig(
        BatchConfig.defaults(),
        RetryConfig.defaults(),
        WindowConfig.defaults(),
        4,
        0,
        Duration.ofSeconds(10));
  }
}
