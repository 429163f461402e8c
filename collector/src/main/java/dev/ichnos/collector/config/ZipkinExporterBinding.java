package dev.ichnos.collector.config;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/** Reads {@link ZipkinExporterConfig}. */
final class ZipkinExporterBinding {
  private static final String EXAMPLE = "http://zipkin:9411/api/v2/spans";
  private static final URI NOWHERE = URI.create("http://localhost:9411/api/v2/spans");

  private ZipkinExporterBinding() {}

  static Optional<ExporterConfig> read(String id, Section section) {
    return section.bind(() -> exporter(id, section), Optional.empty());
  }

  private static Optional<ExporterConfig> exporter(String id, Section section) {
    LaneConfig lane =
        LaneBinding.read(section.as(LaneBinding.GROUP), ZipkinExporterConfig.laneDefaults());
    Optional<URI> endpoint = section.optional("endpoint", "URL", ZipkinExporterBinding::full);
    if (!section.has("endpoint")) {
      section.missing("endpoint", "a URL such as " + EXAMPLE);
    }
    section.section("tls").answered("insecure", "http or https of the URL decides");
    section.answered("default_service_name", "spans without a service are sent without one");
    return Optional.of(
        new ZipkinExporterConfig(
            id,
            lane,
            endpoint.orElse(NOWHERE),
            ExporterBinding.tls(section, false),
            ExporterBinding.headers(section),
            ExporterBinding.compression(section),
            section.choice(
                "format",
                ZipkinExporterConfig.Format.JSON,
                List.of(ZipkinExporterConfig.Format.values())),
            ExporterBinding.maxMessageSize(section)));
  }

  /** A URL with a path: nothing is added to it, and no server takes spans at its root. */
  private static URI full(String text) {
    URI url = HttpUrl.parse(text, EXAMPLE);
    if (url.getRawPath().isEmpty() || url.getRawPath().equals("/")) {
      throw new IllegalArgumentException("(expected: the full URL, such as " + EXAMPLE + ")");
    }
    return url;
  }
}
