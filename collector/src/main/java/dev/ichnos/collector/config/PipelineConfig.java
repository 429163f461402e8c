package dev.ichnos.collector.config;

import java.util.List;
import java.util.Objects;

/**
 * One entry of {@code service.pipelines}.
 *
 * @param id {@code traces} or {@code traces/name}
 * @param receivers ids of receivers, at least one
 * @param exporters ids of exporters, at least one; an exporter stands in exactly one pipeline
 */
public record PipelineConfig(String id, List<String> receivers, List<String> exporters) {
  public PipelineConfig {
    Objects.requireNonNull(id, "id");
    receivers = List.copyOf(receivers);
    exporters = List.copyOf(exporters);
    if (receivers.isEmpty()) {
      throw new IllegalArgumentException("receivers: none (expected: at least one)");
    }
    if (exporters.isEmpty()) {
      throw new IllegalArgumentException("exporters: none (expected: at least one)");
    }
  }
}
