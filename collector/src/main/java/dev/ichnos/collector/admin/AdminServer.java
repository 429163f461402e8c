package dev.ichnos.collector.admin;

import dev.ichnos.collector.component.Component;
import dev.ichnos.collector.component.Metrics;
import dev.ichnos.collector.config.AdminConfig;
import dev.ichnos.collector.pipeline.JoinFinds;
import dev.ichnos.collector.pipeline.Ledger;
import dev.ichnos.collector.transport.BoundListener;
import dev.ichnos.collector.transport.HttpReply;
import dev.ichnos.collector.transport.HttpRequest;
import dev.ichnos.collector.transport.HttpRoute;
import dev.ichnos.collector.transport.Listeners;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The two admin listeners: health and metrics, and the admin API.
 *
 * <p>It is started first and closed last, so that a probe can be told at any time why the collector
 * does not take spans.
 */
public final class AdminServer implements Component {
  private static final String HEALTH = "health";
  private static final String API = "api";
  private static final int RETRY_SECONDS = 1;
  private static final String INDEX =
      """
      Ichnos, admin API

      /api/ichnos/account   where the spans of each lane have gone
      /api/ichnos/joins     which traces each lane found to be one request's
      /api/traces/{id}      a recent trace, where the exporter "local" runs; this and
      /api/search           the further calls of Tempo's query API: docs/formats/tempo-query-api.md""";

  private final AdminConfig config;
  private final Readiness readiness;
  private final Listeners health;
  private final Listeners api;

  /**
   * @param api the admin API's listeners, to which other rooms may have added routes; this one's
   *     own to start and to close
   * @param accounts of all lanes, now
   * @param joins by exporter, what its lane found so far
   */
  public AdminServer(
      AdminConfig config,
      Listeners api,
      Metrics metrics,
      Readiness readiness,
      Supplier<List<Ledger.Account>> accounts,
      Supplier<Map<String, JoinFinds.Snapshot>> joins) {
    this.config = Objects.requireNonNull(config, "config");
    this.readiness = Objects.requireNonNull(readiness, "readiness");
    this.health = Listeners.small(metrics);
    this.api = Objects.requireNonNull(api, "api");
    addHealth(new MetricsPage(metrics));
    addApi(new AccountPage(accounts), new JoinsPage(joins));
  }

  /** Both listeners; empty before start. */
  public List<BoundListener> bound() {
    return Stream.concat(health.bound().stream(), api.bound().stream()).toList();
  }

  /** Where health and metrics are served. Call it after start. */
  public InetSocketAddress healthAddress() {
    return health.address(HEALTH, config.health().endpoint());
  }

  /** Where the admin API is served. Call it after start. */
  public InetSocketAddress apiAddress() {
    return api.address(API, config.api().endpoint());
  }

  @Override
  public void start() throws IOException {
    health.start();
    try {
      api.start();
    } catch (IOException e) {
      health.close(Duration.ZERO);
      throw e;
    }
  }

  @Override
  public void close(Duration deadline) {
    api.close(deadline.dividedBy(2));
    health.close(deadline.dividedBy(2));
  }

  /** Probes show no credentials, also where metrics want some. */
  private void addHealth(MetricsPage metricsPage) {
    health.mixed(HEALTH, config.health());
    probe("/", () -> HttpReply.text(200, "live"));
    probe("/health/live", () -> HttpReply.text(200, "live"));
    probe("/health/ready", this::ready);
    health.route(get(HEALTH, "/metrics", metricsPage::reply));
  }

  private void addApi(AccountPage accountPage, JoinsPage joinsPage) {
    api.mixed(API, config.api());
    api.route(get(API, "/", request -> HttpReply.text(200, INDEX)));
    api.route(get(API, "/api/ichnos/account", request -> accountPage.reply()));
    api.route(get(API, "/api/ichnos/joins", request -> joinsPage.reply()));
  }

  private HttpReply ready() {
    return readiness
        .whyNot()
        .map(
            why ->
                HttpReply.text(503, "not ready: " + why)
                    .withHeader("retry-after", String.valueOf(RETRY_SECONDS)))
        .orElseGet(() -> HttpReply.text(200, "ready"));
  }

  private void probe(String path, Supplier<HttpReply> answer) {
    health.route(get(HEALTH, path, request -> answer.get()).forEverybody());
  }

  private static HttpRoute get(String owner, String path, Function<HttpRequest, HttpReply> page) {
    return new HttpRoute(
        owner,
        "GET",
        path::equals,
        request -> CompletableFuture.completedFuture(page.apply(request)),
        HttpRoute.ErrorReply.TEXT);
  }
}
