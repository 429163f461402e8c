package dev.ichnos.collector.config;

import java.time.Duration;

/**
 * {@code batch}: what a lane hands to its exporter at once.
 *
 * @param maxSize {@code max_size}: bytes of one batch, by the model's estimate, which is above what
 *     the encoders write
 * @param maxSpans {@code max_spans}
 * @param timeout {@code timeout}: a batch that is not full is sent after this
 */
public record BatchConfig(DataSize maxSize, int maxSpans, Duration timeout) {
  public BatchConfig {
    if (maxSize.bytes() < 1) {
      throw new IllegalArgumentException("max_size: " + maxSize + " (expected: more than 0)");
    }
    if (maxSpans < 1) {
      throw new IllegalArgumentException("max_spans: " + maxSpans + " (expected: at least 1)");
    }
    if (timeout.isNegative()) {
      throw new IllegalArgumentException("timeout: " + timeout + " (expected: at least 0s)");
    }
  }

  public static BatchConfig defaults() {
    return new BatchConfig(DataSize.ofKibibytes(3_584), 2_000, Duration.ofMillis(200));
  }
}
