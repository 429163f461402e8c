package dev.ichnos.collector.config;

import java.time.Duration;
import java.util.Objects;

/**
 * {@code exporters.local}: the recent traces, in memory.
 *
 * @param id the key in the file
 * @param lane how its lane works
 * @param maxSize {@code max_size}: bytes of all traces; past it the oldest go
 */
public record LocalExporterConfig(String id, LaneConfig lane, DataSize maxSize)
    implements ExporterConfig {
  public LocalExporterConfig {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(lane, "lane");
    if (maxSize.bytes() < 1024) {
      throw new IllegalArgumentException("max_size: " + maxSize + " (expected: at least 1KiB)");
    }
  }

  /** 32 MiB, or an eighth of a heap below 256 MiB. */
  private static DataSize storeSize() {
    return new DataSize(Math.min(32L << 20, Runtime.getRuntime().maxMemory() / 8));
  }

  /** Its window is off: what has just been sent can be read at once. */
  public static LocalExporterConfig defaults() {
    LaneConfig lane = LaneConfig.defaults();
    WindowConfig window = lane.window();
    return new LocalExporterConfig(
        "local",
        new LaneConfig(
            new BatchConfig(lane.batch().maxSize(), lane.batch().maxSpans(), Duration.ZERO),
            lane.retry(),
            new WindowConfig(false, window.idle(), window.maxAge(), window.maxSize()),
            1,
            0,
            lane.timeout()),
        storeSize());
  }
}
