package dev.ichnos.collector.config;

import java.util.List;

/**
 * A whole configuration, checked: every id that a pipeline names exists.
 *
 * @param receivers in the file's order
 * @param exporters in the file's order
 * @param journal the log between them
 * @param identity rules at acceptance
 * @param admin health, metrics, admin API
 * @param service pipelines and the process
 */
public record CollectorConfig(
    List<ReceiverConfig> receivers,
    List<ExporterConfig> exporters,
    JournalConfig journal,
    IdentityConfig identity,
    AdminConfig admin,
    ServiceConfig service) {
  public CollectorConfig {
    receivers = List.copyOf(receivers);
    exporters = List.copyOf(exporters);
  }

  /**
   * What runs without a file: every receiver but X-Ray's on loopback, a memory journal, recent
   * traces.
   */
  public static CollectorConfig defaults() {
    List<ReceiverConfig> receivers =
        List.of(
            ZipkinReceiverConfig.defaults(),
            OtlpReceiverConfig.defaults(),
            OpenCensusReceiverConfig.defaults(),
            EnvoyReceiverConfig.defaults(),
            SkyWalkingReceiverConfig.defaults(),
            DatadogReceiverConfig.defaults(),
            CloudTraceReceiverConfig.defaults(),
            LightstepReceiverConfig.defaults(),
            JaegerReceiverConfig.defaults());
    return new CollectorConfig(
        receivers,
        List.of(LocalExporterConfig.defaults()),
        JournalConfig.defaults(),
        IdentityConfig.defaults(),
        AdminConfig.defaults(),
        new ServiceConfig(
            List.of(
                new PipelineConfig(
                    "traces",
                    receivers.stream().map(ReceiverConfig::id).toList(),
                    List.of("local"))),
            ServiceConfig.DEFAULT_DRAIN_TIMEOUT,
            ServiceConfig.LogFormat.TEXT));
  }
}
