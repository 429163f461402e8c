package dev.ichnos.collector.config;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Reads {@link DatadogExporterConfig}. */
final class DatadogExporterBinding {
  private static final URI NOWHERE = URI.create("http://localhost:8126");

  private DatadogExporterBinding() {}

  static Optional<ExporterConfig> read(String id, Section section) {
    return section.bind(() -> exporter(id, section), Optional.empty());
  }

  private static Optional<ExporterConfig> exporter(String id, Section section) {
    DatadogExporterConfig defaults = DatadogExporterConfig.defaults(id, NOWHERE);
    section.answered("api", "Ichnos sends through an Agent, which has the key and the site");
    section.answered("site", "Ichnos sends through an Agent, which has the key and the site");
    section.answered("hostname", "the host is the one that the spans were made on");
    section.answered("host_metadata", "the Agent on each host tells of its host");
    Optional<URI> endpoint = section.optional("endpoint", "URL", DatadogExporterBinding::bare);
    if (!section.has("endpoint")) {
      section.missing("endpoint", "the Agent's URL, such as " + DatadogExporterConfig.EXAMPLE);
    }
    section.section("tls").answered("insecure", "http or https of the URL decides");
    return Optional.of(
        new DatadogExporterConfig(
            id,
            LaneBinding.read(section.as(LaneBinding.GROUP), defaults.lane()),
            endpoint.orElse(NOWHERE),
            ExporterBinding.tls(section, false),
            ExporterBinding.headers(section),
            section.value(
                "trace_api",
                "v0.4 or v0.7",
                defaults.traceApi(),
                DatadogExporterConfig.TraceApi::parse),
            section.value(
                "operation_name",
                "envoy, otel_v2 or template",
                defaults.operationName(),
                Function.identity()),
            section.text("env").orElse(defaults.environment()),
            environments(section.section("namespace_env")),
            section.choice(
                "top_level", defaults.topLevel(), List.of(DatadogExporterConfig.TopLevel.values())),
            section.flag("cluster_in_hostname", defaults.clusterInHostname()),
            section.as(LaneBinding.GROUP).size("max_message_size", defaults.maxMessageSize())));
  }

  private static Map<String, String> environments(Section section) {
    section.binding().known("exporters.datadog.namespace_env", "map of text", "");
    Map<String, String> environments = new LinkedHashMap<>();
    for (YamlNode.Entry entry : section.all()) {
      section
          .own(entry.key(), Function.identity(), "text")
          .ifPresent(env -> environments.put(entry.key(), env));
    }
    return environments;
  }

  /** A URL without a path: which one is added depends on {@code trace_api}. */
  private static URI bare(String text) {
    URI url = HttpUrl.parse(text, DatadogExporterConfig.EXAMPLE);
    if (!(url.getRawPath().isEmpty() || url.getRawPath().equals("/"))
        || url.getRawQuery() != null) {
      throw new IllegalArgumentException(
          "(expected: a URL without a path, such as " + DatadogExporterConfig.EXAMPLE + ")");
    }
    return url;
  }
}
