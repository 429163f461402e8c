package dev.ichnos.collector.config;

import java.time.Duration;

/**
 * {@code batch}: what a lane hands to its exporter at once.
 *
 * @param maxSize {@code max_size}: bytes of one batch, by the model's estimate of the heap; what
 *     the encoders write may be twice as much, since recurring texts are written with every span
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

  /** 2 MiB, or a 128th of a heap below 256 MiB; of these, eight may be in flight or stand ready. */
  public static BatchConfig defaults() {
    long most = Math.min(2L << 20, Runtime.getRuntime().maxMemory() / 128);
    return new BatchConfig(new DataSize(most), 2_000, Duration.ofMillis(200));
  }
}
