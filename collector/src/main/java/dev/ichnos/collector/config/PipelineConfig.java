package dev.ichnos.collector.config;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * One entry of {@code service.pipelines}.
 *
 * @param id {@code traces} or {@code traces/name}
 * @param receivers ids of receivers, at least one
 * @param exporters ids of exporters, at least one; an exporter stands in exactly one pipeline
 * @param traceIds {@code trace_ids}
 * @param gateways {@code gateways}: by {@code service.namespace}, {@code service} or {@code *}
 * @param clockSkew {@code clock_skew}
 */
public record PipelineConfig(
    String id,
    List<String> receivers,
    List<String> exporters,
    TraceIdsConfig traceIds,
    Map<String, TrustParent> gateways,
    ClockSkew clockSkew) {
  public PipelineConfig {
    Objects.requireNonNull(id, "id");
    receivers = List.copyOf(receivers);
    exporters = List.copyOf(exporters);
    Objects.requireNonNull(traceIds, "traceIds");
    gateways = Map.copyOf(gateways);
    Objects.requireNonNull(clockSkew, "clockSkew");
    if (receivers.isEmpty()) {
      throw new IllegalArgumentException("receivers: none (expected: at least one)");
    }
    if (exporters.isEmpty()) {
      throw new IllegalArgumentException("exporters: none (expected: at least one)");
    }
  }

  /** A pipeline with everything else at its default. */
  public PipelineConfig(String id, List<String> receivers, List<String> exporters) {
    this(id, receivers, exporters, TraceIdsConfig.defaults(), Map.of(), ClockSkew.ANNOTATE);
  }

  /** Whether the rules that run at acceptance, before there are lanes, are the same. */
  boolean acceptsAs(PipelineConfig other) {
    return acceptance().equals(other.acceptance()) && gateways.equals(other.gateways);
  }

  /** Modes that act in lanes alone leave spans at acceptance as they are, as {@code off} does. */
  private TraceIdsConfig acceptance() {
    return switch (traceIds.mode()) {
      case OFF, REPORT, REWRITE_JOIN ->
          new TraceIdsConfig(TraceIdsConfig.Mode.OFF, TraceIdsConfig.defaults().family());
      case ANNOTATE -> TraceIdsConfig.defaults();
      case REWRITE_HEADER -> traceIds;
    };
  }
}
