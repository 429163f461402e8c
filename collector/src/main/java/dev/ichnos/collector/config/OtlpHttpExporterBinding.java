package dev.ichnos.collector.config;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/** Reads {@link OtlpHttpExporterConfig}. */
final class OtlpHttpExporterBinding {
  private static final String PATH = "/v1/traces";
  private static final URI NOWHERE = URI.create("http://localhost:4318" + PATH);

  private OtlpHttpExporterBinding() {}

  static Optional<ExporterConfig> read(String id, Section section) {
    return section.bind(() -> exporter(id, section), Optional.empty());
  }

  private static Optional<ExporterConfig> exporter(String id, Section section) {
    LaneConfig lane = LaneBinding.read(section.as(LaneBinding.GROUP), LaneConfig.defaults());
    Optional<URI> base = section.optional("endpoint", "URL", OtlpHttpExporterBinding::withPath);
    Optional<URI> full = section.optional("traces_endpoint", "URL", OtlpHttpExporterBinding::url);
    if (section.has("endpoint") && section.has("traces_endpoint")) {
      section.spoil("traces_endpoint", "given beside endpoint (expected: one of the two)");
    } else if (!section.has("endpoint") && !section.has("traces_endpoint")) {
      section.missing("endpoint", "a URL such as http://tempo:4318");
    }
    section.section("tls").answered("insecure", "http or https of the URL decides");
    return Optional.of(
        new OtlpHttpExporterConfig(
            id,
            lane,
            full.or(() -> base).orElse(NOWHERE),
            ExporterBinding.tls(section, false),
            ExporterBinding.headers(section),
            ExporterBinding.compression(section),
            section.choice(
                "encoding",
                OtlpHttpExporterConfig.Encoding.PROTO,
                List.of(OtlpHttpExporterConfig.Encoding.values())),
            ExporterBinding.maxMessageSize(section)));
  }

  private static URI withPath(String text) {
    URI url = url(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
    if (url.getRawQuery() != null) {
      throw new IllegalArgumentException("(expected: a URL without query, or traces_endpoint)");
    }
    return URI.create(url + PATH);
  }

  private static URI url(String text) {
    return HttpUrl.parse(text, "http://tempo:4318");
  }
}
