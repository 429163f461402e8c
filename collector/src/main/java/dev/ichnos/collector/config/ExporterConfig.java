package dev.ichnos.collector.config;

/** One entry of {@code exporters}. */
public sealed interface ExporterConfig
    permits OtlpExporterConfig,
        OtlpHttpExporterConfig,
        DatadogExporterConfig,
        GoogleCloudExporterConfig,
        ZipkinExporterConfig,
        LocalExporterConfig {
  /** {@code type} or {@code type/name}: the key in the file, the lane's name, a metric label. */
  String id();

  /** How its lane works. */
  LaneConfig lane();
}
