package dev.ichnos.collector.config;

/** Writes {@link PodsConfig}; a part of {@link ConfigPrinter}. */
final class PodsPrinter {
  private PodsPrinter() {}

  static void print(PodsConfig pods, YamlWriter out) {
    out.map(
        "pods",
        () -> {
          pods.kubernetes().ifPresent(found -> out.map("kubernetes", () -> print(found, out)));
          pods.file()
              .ifPresent(
                  found ->
                      out.map(
                          "file",
                          () -> {
                            out.value("path", found.path());
                            out.value(
                                "reload_interval", DurationText.format(found.reloadInterval()));
                          }));
          out.value("max_pods", pods.maxPods());
          out.value("max_gone_pods", pods.maxGonePods());
          out.value("gone_ttl", DurationText.format(pods.goneTtl()));
        });
  }

  private static void print(KubernetesPodsConfig kubernetes, YamlWriter out) {
    out.value("enabled", true);
    out.value("api_server", kubernetes.apiServer());
    out.value("token_file", kubernetes.tokenFile());
    out.value("ca_file", kubernetes.caFile());
    if (!kubernetes.namespaces().isEmpty()) {
      out.list("namespaces", kubernetes.namespaces());
    }
  }
}
