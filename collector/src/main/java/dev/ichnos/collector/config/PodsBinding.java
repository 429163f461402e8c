package dev.ichnos.collector.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Reads {@link PodsConfig}. */
final class PodsBinding {
  private PodsBinding() {}

  static PodsConfig read(Section section) {
    Optional<KubernetesPodsConfig> kubernetes = kubernetes(section.section("kubernetes"));
    Optional<PodFileConfig> file = file(section.section("file"));
    return section.bind(
        () ->
            new PodsConfig(
                kubernetes,
                // Beside the other, it has been reported.
                section.spoiled("file") ? Optional.empty() : file,
                section.integer("max_pods", PodsConfig.DEFAULT_MAX_PODS),
                section.integer("max_gone_pods", PodsConfig.DEFAULT_MAX_GONE_PODS),
                section.duration("gone_ttl", PodsConfig.DEFAULT_GONE_TTL)),
        PodsConfig.none());
  }

  /** A bare key is enough: everything has a default. */
  private static Optional<KubernetesPodsConfig> kubernetes(Section section) {
    boolean enabled = section.flag("enabled", true);
    KubernetesPodsConfig read =
        section.bind(
            () -> {
              Optional<URI> server =
                  section.optional(
                      "api_server",
                      "URL",
                      text -> HttpUrl.parse(text, KubernetesPodsConfig.EXAMPLE));
              Optional<Path> token = section.optional("token_file", "path", Path::of);
              Optional<Path> authorities = section.optional("ca_file", "path", Path::of);
              List<String> namespaces =
                  section.list("namespaces", "name", Function.identity()).stream()
                      .map(Section.Item::value)
                      .toList();
              return new KubernetesPodsConfig(server, token, authorities, namespaces);
            },
            KubernetesPodsConfig.defaults());
    return section.present() && enabled ? Optional.of(read) : Optional.empty();
  }

  private static Optional<PodFileConfig> file(Section section) {
    Optional<Path> path = section.optional("path", "path", Path::of);
    Duration fallback = TlsServerConfig.DEFAULT_RELOAD_INTERVAL;
    if (section.present() && path.isEmpty()) {
      section.missing("path", "the path of a list of pods");
    }
    return section.bind(
        () -> {
          Duration interval = section.duration("reload_interval", fallback);
          return path.map(file -> new PodFileConfig(file, interval));
        },
        Optional.empty());
  }
}
