package dev.ichnos.collector.config;

import java.util.List;
import java.util.Optional;

/** Reads {@link OtlpExporterConfig}. */
final class OtlpExporterBinding {
  private OtlpExporterBinding() {}

  static Optional<ExporterConfig> read(String id, Section section) {
    return section.bind(() -> exporter(id, section), Optional.empty());
  }

  private static Optional<ExporterConfig> exporter(String id, Section section) {
    LaneConfig lane = LaneBinding.read(section.as(LaneBinding.GROUP), LaneConfig.defaults());
    List<Target> targets = targets(section);
    TlsClientConfig tls = ExporterBinding.tls(section, insecure(section, targets));
    OtlpExporterConfig defaults =
        OtlpExporterConfig.defaults(id, new Endpoint("localhost", 4317), tls);
    OtlpExporterConfig exporter =
        new OtlpExporterConfig(
            id,
            lane,
            targets.isEmpty()
                ? defaults.endpoints()
                : targets.stream().map(Target::endpoint).toList(),
            tls,
            ExporterBinding.headers(section),
            ExporterBinding.compression(section),
            ExporterBinding.maxMessageSize(section));
    return Optional.of(exporter);
  }

  private static List<Target> targets(Section section) {
    Optional<Target> one = section.optional("endpoint", "host:port", Target::parse);
    List<Section.Item<Target>> several = section.list("endpoints", "host:port", Target::parse);
    if (section.has("endpoint") && section.has("endpoints")) {
      section.spoil("endpoints", "given beside endpoint (expected: one of the two)");
    } else if (!section.has("endpoint") && several.isEmpty() && !section.spoiled("endpoints")) {
      section.missing("endpoint", "HOST:PORT");
    }
    return one.map(List::of).orElseGet(() -> several.stream().map(Section.Item::value).toList());
  }

  /** Schemes decide, as they do in the otc; {@code tls.insecure} decides where there is none. */
  private static boolean insecure(Section section, List<Target> targets) {
    Section tls = section.section("tls");
    boolean flag = tls.flag("insecure", false);
    List<Boolean> said = targets.stream().flatMap(target -> target.plain().stream()).toList();
    if (said.contains(true) && said.contains(false)) {
      section.spoil("endpoints", "both http:// and https:// (expected: one of the two)");
    } else if (tls.has("insecure") && said.contains(!flag)) {
      tls.spoil("insecure", flag + " with an endpoint of the other kind (expected: " + !flag + ")");
    }
    return said.isEmpty() ? flag : said.get(0);
  }

  /**
   * An endpoint as users of the otc write it.
   *
   * @param plain whether {@code http://} or {@code https://} stood before it, if either
   */
  private record Target(Endpoint endpoint, Optional<Boolean> plain) {
    static Target parse(String text) {
      String rest = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
      if (rest.startsWith("http://")) {
        return new Target(dialled(rest.substring(7)), Optional.of(true));
      }
      if (rest.startsWith("https://")) {
        return new Target(dialled(rest.substring(8)), Optional.of(false));
      }
      return new Target(
          dialled(rest.startsWith("dns:///") ? rest.substring(7) : rest), Optional.empty());
    }

    private static Endpoint dialled(String text) {
      if (!text.matches("[^/@?#\\s]+") || text.endsWith(":0")) {
        throw new IllegalArgumentException("(expected: HOST:PORT)");
      }
      return Endpoint.parse(text);
    }
  }
}
