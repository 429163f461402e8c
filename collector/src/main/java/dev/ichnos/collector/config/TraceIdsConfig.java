package dev.ichnos.collector.config;

import java.util.List;
import java.util.Objects;

/**
 * {@code trace_ids}: what becomes of traces of one request whose ids differ.
 *
 * @param mode {@code mode}
 * @param family {@code family}: in {@link Mode#REWRITE_HEADER}, the header family whose id is taken
 */
public record TraceIdsConfig(Mode mode, String family) {
  /** The families that {@code family} may name. */
  public static final List<String> FAMILIES =
      List.of(
          "b3",
          "b3multi",
          "traceparent",
          "x-cloud-trace-context",
          "grpc-trace-bin",
          "datadog",
          "sw8",
          "x-amzn-trace-id");

  /** What is done. */
  public enum Mode {
    OFF,
    REPORT,
    ANNOTATE,
    REWRITE_HEADER,
    REWRITE_JOIN
  }

  public TraceIdsConfig {
    Objects.requireNonNull(mode, "mode");
    if (!FAMILIES.contains(family)) {
      throw new IllegalArgumentException(
          "family: " + family + " (expected: one of " + String.join(", ", FAMILIES) + ")");
    }
  }

  /** Links to what was captured, and no id is changed. */
  public static TraceIdsConfig defaults() {
    return new TraceIdsConfig(Mode.ANNOTATE, "x-cloud-trace-context");
  }
}
