package dev.ichnos.collector.admin;

import dev.ichnos.collector.component.Component;
import dev.ichnos.collector.component.Metrics;
import dev.ichnos.collector.config.AdminConfig;
import dev.ichnos.collector.pipeline.Ledger;
import dev.ichnos.collector.transport.HttpReply;
import dev.ichnos.collector.transport.HttpRequest;
import dev.ichnos.collector.transport.HttpRoute;
import dev.ichnos.collector.transport.Listeners;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;

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

  private final AdminConfig config;
  private final Readiness readiness;
  private final Listeners health;
  private final Listeners api;
  private final List<String> index = new ArrayList<>();

  /**
   * @param accounts of all lanes, now
   * @param extensions of the admin API
   */
  public AdminServer(
      AdminConfig config,
      Metrics metrics,
      Readiness readiness,
      Supplier<List<Ledger.Account>> accounts,
      List<AdminExtension> extensions) {
    this.config = Objects.requireNonNull(config, "config");
    this.readiness = Objects.requireNonNull(readiness, "readiness");
    this.health = new Listeners(metrics, 1);
    this.api = new Listeners(metrics, 1);
    addHealth(new MetricsPage(metrics));
    addApi(new AccountPage(accounts), extensions);
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

  private void addHealth(MetricsPage metricsPage) {
    health.mixed(HEALTH, config.health());
    get(health, HEALTH, "/", request -> HttpReply.text(200, "live"));
    get(health, HEALTH, "/health/live", request -> HttpReply.text(200, "live"));
    get(health, HEALTH, "/health/ready", request -> ready());
    get(health, HEALTH, "/metrics", metricsPage::reply);
  }

  private void addApi(AccountPage accountPage, List<AdminExtension> extensions) {
    api.mixed(API, config.api());
    index.add("Ichnos, admin API");
    index.add("");
    index.add("/api/ichnos/account  where the spans of each lane have gone");
    get(api, API, "/", request -> HttpReply.text(200, String.join("\n", index)));
    get(api, API, "/api/ichnos/account", request -> accountPage.reply());
    for (AdminExtension extension : extensions) {
      extension.routes().forEach(api::route);
      index.addAll(extension.index());
    }
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

  private static void get(
      Listeners listeners, String owner, String path, Function<HttpRequest, HttpReply> page) {
    listeners.route(
        new HttpRoute(
            owner,
            "GET",
            path::equals,
            request -> CompletableFuture.completedFuture(page.apply(request)),
            HttpRoute.ErrorReply.TEXT));
  }
}
