package dev.ichnos.collector.kubernetes;

import dev.ichnos.collector.component.Component;
import dev.ichnos.collector.component.Metrics;
import dev.ichnos.collector.config.KubernetesPodsConfig;
import dev.ichnos.collector.config.PodsConfig;
import dev.ichnos.collector.config.TlsClientConfig;
import dev.ichnos.collector.transport.HttpStreams;
import dev.ichnos.identity.who.PodDirectory;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the cluster's pods, from the API server or a file, as the configuration says;
 * where it says neither, nothing.
 *
 * <p>{@link #directory} answers from the start, from what is known by then.
 */
public final class Pods implements Component {
  private static final Path ACCOUNT = Path.of("/var/run/secrets/kubernetes.io/serviceaccount");

  private final PodsConfig config;
  private final Map<String, String> environment;
  private final Metrics metrics;
  private final Timing timing;
  private final LongSupplier epochNanos;
  private final PodTable table;
  private final long madeNanos;
  private final List<PodWatcher> watchers = new CopyOnWriteArrayList<>();
  private @Nullable HttpStreams client;
  private @Nullable PodFile file;

  /**
   * Opens nothing yet.
   *
   * @param environment of the process: says where the API server is
   * @param epochNanos the time, in nanoseconds since 1970
   */
  public Pods(
      PodsConfig config,
      Map<String, String> environment,
      Metrics metrics,
      LongSupplier epochNanos) {
    this(config, environment, metrics, epochNanos, Timing.USUAL);
  }

  Pods(
      PodsConfig config,
      Map<String, String> environment,
      Metrics metrics,
      LongSupplier epochNanos,
      Timing timing) {
    this.config = Objects.requireNonNull(config, "config");
    this.environment = Map.copyOf(environment);
    this.metrics = Objects.requireNonNull(metrics, "metrics");
    this.epochNanos = Objects.requireNonNull(epochNanos, "epochNanos");
    this.timing = timing;
    table = new PodTable(config, metrics);
    madeNanos = epochNanos.getAsLong();
  }

  /** What is known now. */
  public PodDirectory directory() {
    return config.isNone() ? PodDirectory.NONE : table;
  }

  /**
   * Why spans should not be taken yet: the first list has not come. Absent once it has, and 10 s
   * after this was made at the latest, since spans without their node are better than none. Any
   * thread; never blocks.
   */
  public Optional<String> notReadyBecause() {
    boolean waits =
        config.kubernetes().isPresent()
            && epochNanos.getAsLong() - madeNanos < timing.ready().toNanos()
            && !isListed();
    return waits ? Optional.of("waiting for the list of pods") : Optional.empty();
  }

  /**
   * Begins to list, or reads the file.
   *
   * @throws IOException if the file cannot be read, a TLS file cannot be used, or it is not said
   *     where the API server is; names the key
   */
  @Override
  public synchronized void start() throws IOException {
    if (config.isNone()) {
      return;
    }
    metrics.pods(table::live, table::gone);
    if (config.file().isPresent()) {
      PodFile opened = new PodFile(config.file().get(), config, table, metrics, epochNanos);
      opened.start();
      file = opened;
    } else if (config.kubernetes().isPresent()) {
      watch(config.kubernetes().get());
    }
  }

  @Override
  public synchronized void close(Duration deadline) {
    watchers.forEach(watcher -> watcher.close(deadline));
    if (client != null) {
      client.close();
    }
    if (file != null) {
      file.close();
    }
  }

  private void watch(KubernetesPodsConfig kubernetes) throws IOException {
    boolean inCluster = kubernetes.apiServer().isEmpty();
    URI uri = inCluster ? fromEnvironment() : kubernetes.apiServer().get();
    Optional<Path> token = orOwn(kubernetes.tokenFile(), inCluster, "token");
    Optional<Path> authorities = orOwn(kubernetes.caFile(), inCluster, "ca.crt");
    HttpStreams opened = open(tls(uri, authorities));
    client = opened;
    ApiServer server = new ApiServer(uri, token, opened, timing);
    List<String> namespaces =
        kubernetes.namespaces().isEmpty() ? List.of("") : kubernetes.namespaces();
    for (String namespace : namespaces) {
      watchers.add(new PodWatcher(server, namespace, table, metrics, timing, epochNanos));
    }
    metrics.podsSyncAge(this::syncAgeSeconds);
    watchers.forEach(PodWatcher::start);
  }

  private HttpStreams open(TlsClientConfig tls) throws IOException {
    try {
      return new HttpStreams(tls, metrics);
    } catch (IOException e) {
      throw new IOException("identity.pods.kubernetes: " + e.getMessage(), e);
    }
  }

  private boolean isListed() {
    return !watchers.isEmpty() && watchers.stream().allMatch(PodWatcher::listed);
  }

  private double syncAgeSeconds() {
    long heard = watchers.stream().mapToLong(PodWatcher::heardNanos).min().orElse(madeNanos);
    return Math.max(0, epochNanos.getAsLong() - heard) / 1e9;
  }

  private static Optional<Path> orOwn(Optional<Path> given, boolean inCluster, String own) {
    return given.isPresent() || !inCluster ? given : Optional.of(ACCOUNT.resolve(own));
  }

  private static TlsClientConfig tls(URI uri, Optional<Path> authorities) {
    return "http".equals(uri.getScheme())
        ? TlsClientConfig.plaintext()
        : new TlsClientConfig(
            false, false, authorities, Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** Where every pod is told that the API server is. */
  private URI fromEnvironment() throws IOException {
    String host = environment.getOrDefault("KUBERNETES_SERVICE_HOST", "");
    String port = environment.getOrDefault("KUBERNETES_SERVICE_PORT", "443");
    try {
      if (!host.isEmpty()) {
        return new URI("https://" + (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port);
      }
    } catch (URISyntaxException e) {
      throw missing(e);
    }
    throw missing(null);
  }

  private static IOException missing(@Nullable Throwable cause) {
    return new IOException(
        "identity.pods.kubernetes.api_server: missing, and this is no pod (expected: a URL, or"
            + " KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT in the environment)",
        cause);
  }
}
