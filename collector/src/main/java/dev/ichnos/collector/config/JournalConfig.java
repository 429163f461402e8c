package dev.ichnos.collector.config;

/**
 * {@code journal}.
 *
 * @param maxSize {@code max_size}: bytes, by the model's estimate, that may wait for lanes; past
 *     it, the lanes that lag most shed whole traces
 * @param hardMaxSize {@code hard_max_size}: bytes past which senders are refused with a retry hint;
 *     at least {@code max_size}
 */
public record JournalConfig(DataSize maxSize, DataSize hardMaxSize) {
  public JournalConfig {
    if (maxSize.bytes() < 1) {
      throw new IllegalArgumentException("max_size: " + maxSize + " (expected: more than 0)");
    }
    if (hardMaxSize.bytes() < maxSize.bytes()) {
      throw new IllegalArgumentException(
          "hard_max_size: " + hardMaxSize + " (expected: at least max_size, " + maxSize + ")");
    }
  }

  /** A quarter of the heap limit, and three eighths as the hard one. */
  public static JournalConfig defaults() {
    long heap = Runtime.getRuntime().maxMemory();
    return new JournalConfig(new DataSize(heap / 4), new DataSize(heap / 8 * 3));
  }
}
