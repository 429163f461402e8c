package dev.ichnos.collector;

import dev.ichnos.collector.config.ClockSkew;
import dev.ichnos.collector.config.CollectorConfig;
import dev.ichnos.collector.config.ExporterConfig;
import dev.ichnos.collector.config.OtlpExporterConfig;
import dev.ichnos.collector.config.OtlpHttpExporterConfig;
import dev.ichnos.collector.config.OtlpReceiverConfig;
import dev.ichnos.collector.config.PipelineConfig;
import dev.ichnos.collector.config.ReceiverConfig;
import dev.ichnos.collector.config.SpanFormConfig;
import dev.ichnos.collector.config.TraceIdsConfig;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Whose messages go through as they came: those of receivers of OTLP between which and backends of
 * OTLP nothing reads a span.
 *
 * <p>A setting that asks for something to be done to spans speaks against it also where it comes to
 * nothing without identity or window, so that the way of the bytes never depends on what another
 * setting leaves of it.
 */
final class PassThrough {
  private PassThrough() {}

  /** The ids of these receivers: every pipeline that one stands in lets messages pass. */
  static Set<String> receivers(CollectorConfig config) {
    if (config.identity().enabled() || !config.identity().marks()) {
      return Set.of();
    }
    Set<String> receivers =
        config.receivers().stream()
            .filter(OtlpReceiverConfig.class::isInstance)
            .map(ReceiverConfig::id)
            .collect(Collectors.toSet());
    for (PipelineConfig pipeline : config.service().pipelines()) {
      if (!passes(pipeline, config)) {
        pipeline.receivers().forEach(receivers::remove);
      }
    }
    return receivers;
  }

  /** One line for people; empty if every message is decoded. */
  static Optional<String> describe(CollectorConfig config) {
    Set<String> receivers = receivers(config);
    return receivers.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "pass-through: OTLP of "
                + receivers.stream().sorted().collect(Collectors.joining(", "))
                + " is forwarded as it comes, no span is read");
  }

  private static boolean passes(PipelineConfig pipeline, CollectorConfig config) {
    return asksForNothing(pipeline)
        && config.receivers().stream()
            .filter(receiver -> pipeline.receivers().contains(receiver.id()))
            .allMatch(OtlpReceiverConfig.class::isInstance)
        && config.exporters().stream()
            .filter(exporter -> pipeline.exporters().contains(exporter.id()))
            .allMatch(PassThrough::takesBytes);
  }

  private static boolean asksForNothing(PipelineConfig pipeline) {
    TraceIdsConfig.Mode mode = pipeline.traceIds().mode();
    return List.of(TraceIdsConfig.Mode.OFF, TraceIdsConfig.defaults().mode()).contains(mode)
        && pipeline.gateways().isEmpty()
        && pipeline.clockSkew() != ClockSkew.CORRECT;
  }

  private static boolean takesBytes(ExporterConfig exporter) {
    return speaksOtlpProto(exporter)
        && !exporter.lane().window().enabled()
        && exporter.lane().form().equals(SpanFormConfig.defaults());
  }

  private static boolean speaksOtlpProto(ExporterConfig exporter) {
    return exporter instanceof OtlpExporterConfig
        || (exporter instanceof OtlpHttpExporterConfig http
            && http.encoding() == OtlpHttpExporterConfig.Encoding.PROTO);
  }
}
