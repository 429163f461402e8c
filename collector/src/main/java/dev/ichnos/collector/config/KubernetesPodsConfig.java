package dev.ichnos.collector.config;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * {@code identity.pods.kubernetes}: pods as the API server tells of them. What is absent is what a
 * pod finds in its own environment and file system.
 *
 * @param apiServer {@code api_server}: its URL; absent means the one of the cluster that the
 *     process runs in
 * @param tokenFile {@code token_file}: a bearer token, read anew for every call; absent means the
 *     service account's, or none where {@code api_server} is stated
 * @param caFile {@code ca_file}: authorities to trust, PEM; absent means the service account's, or
 *     the JDK's own list where {@code api_server} is stated
 * @param namespaces {@code namespaces}: to watch, with the rights for these alone; empty means all
 */
public record KubernetesPodsConfig(
    Optional<URI> apiServer,
    Optional<Path> tokenFile,
    Optional<Path> caFile,
    List<String> namespaces) {
  static final String EXAMPLE = "https://10.0.0.1:6443";

  /** Each has a list, a watch and a thread of its own. */
  private static final int MAX_NAMESPACES = 50;

  /** RFC 1123 label. */
  private static final Pattern NAMESPACE = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}|\\[::1\\]");

  public KubernetesPodsConfig {
    Objects.requireNonNull(tokenFile, "tokenFile");
    Objects.requireNonNull(caFile, "caFile");
    namespaces = List.copyOf(namespaces);
    apiServer.ifPresent(KubernetesPodsConfig::check);
    if (namespaces.size() > MAX_NAMESPACES
        || !namespaces.stream().allMatch(name -> NAMESPACE.matcher(name).matches())
        || namespaces.stream().distinct().count() < namespaces.size()) {
      throw new IllegalArgumentException(
          "namespaces: "
              + namespaces
              + " (expected: up to "
              + MAX_NAMESPACES
              + " names of namespaces, each once)");
    }
  }

  /** The cluster that the process runs in, all of it. */
  public static KubernetesPodsConfig defaults() {
    return new KubernetesPodsConfig(
        Optional.empty(), Optional.empty(), Optional.empty(), List.of());
  }

  /** A token in plain text would be anybody's. */
  private static void check(URI server) {
    HttpUrl.require("api_server", server, EXAMPLE);
    boolean plain = "http".equals(server.getScheme());
    if (server.getRawQuery() != null
        || (plain && !LOOPBACK.matcher(String.valueOf(server.getHost())).matches())) {
      throw new IllegalArgumentException(
          "api_server: "
              + server
              + " (expected: a URL such as "
              + EXAMPLE
              + ", without a query; http on loopback only)");
    }
  }
}
