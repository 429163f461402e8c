package dev.ichnos.collector.config;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads {@code exporters}, and what several of them share. */
final class ExporterBinding {
  private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,256}");
  private static final Pattern HEADER_VALUE = Pattern.compile("[ -~]{0,8192}");

  private ExporterBinding() {}

  static Components<ExporterConfig> read(Section section) {
    return Components.read(
        section,
        Map.of(
            "otlp", OtlpExporterBinding::read,
            "otlphttp", OtlpHttpExporterBinding::read,
            "datadog", DatadogExporterBinding::read,
            "googlecloud", GoogleCloudExporterBinding::read,
            "zipkin", ZipkinExporterBinding::read,
            "local", ExporterBinding::local));
  }

  private static Optional<ExporterConfig> local(String id, Section section) {
    LocalExporterConfig defaults = LocalExporterConfig.defaults();
    return section.bind(
        () ->
            Optional.of(
                new LocalExporterConfig(
                    id,
                    LaneBinding.read(section.as(LaneBinding.GROUP), defaults.lane()),
                    section
                        .optional("max_size", "size", DataSize::parse)
                        .orElse(defaults.maxSize()))),
        Optional.empty());
  }

  static Compression compression(Section section) {
    return section
        .as(LaneBinding.GROUP)
        .choice("compression", Compression.GZIP, List.of(Compression.GZIP, Compression.NONE));
  }

  static DataSize maxMessageSize(Section section) {
    return section
        .as(LaneBinding.GROUP)
        .size("max_message_size", OtlpExporterConfig.DEFAULT_MAX_MESSAGE_SIZE);
  }

  /** TLS towards the backend. The caller has asked for {@code insecure}, and finishes. */
  static TlsClientConfig tls(Section section, boolean insecure) {
    Section tls = section.section("tls").as(LaneBinding.GROUP + ".tls");
    return tls.bind(
        () ->
            new TlsClientConfig(
                insecure,
                tls.flag("insecure_skip_verify", false),
                tls.optional("ca_file", "path", Path::of),
                tls.optional("cert_file", "path", Path::of),
                tls.optional("key_file", "path", Path::of),
                tls.text("server_name_override"),
                tls.duration("reload_interval", TlsServerConfig.DEFAULT_RELOAD_INTERVAL)),
        TlsClientConfig.defaults());
  }

  /** Headers by name. Their values are secrets: no message shows one. */
  static Map<String, Secret> headers(Section section) {
    Section headers = section.as(LaneBinding.GROUP).section("headers");
    section.binding().known(LaneBinding.GROUP + ".headers", "map of text", "");
    Map<String, Secret> secrets = new LinkedHashMap<>();
    for (YamlNode.Entry entry : headers.all()) {
      String name = entry.key();
      if (!HEADER.matcher(name).matches() || name.toLowerCase(Locale.ROOT).endsWith("-bin")) {
        headers.spoil(name, "not a header (expected: the name of a text header)");
      } else {
        headers.secret(name, HEADER_VALUE).ifPresent(secret -> secrets.put(name, secret));
      }
    }
    return secrets;
  }
}
