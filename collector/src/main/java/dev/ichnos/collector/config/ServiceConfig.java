package dev.ichnos.collector.config;

import java.time.Duration;
import java.util.List;

/**
 * {@code service}.
 *
 * @param pipelines {@code pipelines}
 * @param drainTimeout {@code drain_timeout}: from SIGTERM to the end, at most
 * @param logFormat {@code log_format}: {@code text} or {@code json}
 */
public record ServiceConfig(
    List<PipelineConfig> pipelines, Duration drainTimeout, LogFormat logFormat) {
  /** How log lines are written. */
  public enum LogFormat {
    TEXT,
    JSON
  }

  public static final Duration DEFAULT_DRAIN_TIMEOUT = Duration.ofSeconds(20);

  public ServiceConfig {
    pipelines = List.copyOf(pipelines);
    if (drainTimeout.toMillis() < 1) {
      throw new IllegalArgumentException(
          "drain_timeout: " + drainTimeout + " (expected: more than 0)");
    }
  }
}
