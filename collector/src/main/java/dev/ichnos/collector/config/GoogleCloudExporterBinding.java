package dev.ichnos.collector.config;

import java.util.Optional;
import java.util.function.Function;

/** Reads {@link GoogleCloudExporterConfig}. */
final class GoogleCloudExporterBinding {
  private GoogleCloudExporterBinding() {}

  static Optional<ExporterConfig> read(String id, Section section) {
    return section.bind(() -> exporter(id, section), Optional.empty());
  }

  private static Optional<ExporterConfig> exporter(String id, Section section) {
    GoogleCloudExporterConfig defaults = GoogleCloudExporterConfig.defaults(id);
    section.answered("metric", "Ichnos exports traces only");
    section.answered("log", "Ichnos exports traces only");
    section.answered("user_agent", "Ichnos names itself");
    return Optional.of(
        new GoogleCloudExporterConfig(
            id,
            LaneBinding.read(section.as(LaneBinding.GROUP), defaults.lane()),
            section.optional("project", "text", Function.identity()),
            section.value("endpoint", "host:port", defaults.endpoint(), Endpoint::parse),
            ExporterBinding.tls(section, section.section("tls").flag("insecure", false)),
            section.value(
                "credentials",
                "adc, none or path",
                defaults.credentials(),
                GoogleCredentialsSource::new),
            section.flag("destination_project_quota", defaults.destinationProjectQuota()),
            section.integer("grpc_pool_size", defaults.grpcPoolSize()),
            section.as(LaneBinding.GROUP).size("max_message_size", defaults.maxMessageSize())));
  }
}
