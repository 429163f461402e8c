package dev.ichnos.collector.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ichnos.codec.DropReason;
import dev.ichnos.collector.component.Metrics;
import dev.ichnos.collector.config.AdminConfig;
import dev.ichnos.collector.config.Endpoint;
import dev.ichnos.collector.config.ServerConfig;
import dev.ichnos.collector.pipeline.JoinFinds;
import dev.ichnos.collector.pipeline.Ledger;
import dev.ichnos.collector.transport.HttpReply;
import dev.ichnos.collector.transport.HttpRoute;
import dev.ichnos.collector.transport.Listeners;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AdminServerTest {
  private final AtomicReference<Optional<String>> whyNot = new AtomicReference<>(Optional.empty());
  private static final JoinFinds.Snapshot FOUND =
      new JoinFinds.Snapshot(
          1,
          2,
          Map.of("captured_id", 1L),
          0,
          0,
          List.of(
              new JoinFinds.Find(
                  7_000_000_000L,
                  "0a",
                  List.of("0a", "0b"),
                  List.of("captured_id"),
                  List.of("reviews"))));

  private final Metrics metrics = new Metrics();
  private final AdminServer server = server(0);
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @BeforeEach
  void start() throws IOException {
    server.start();
  }

  @AfterEach
  void close() {
    server.close(Duration.ofSeconds(2));
  }

  @Test
  void live_whateverTheState_is200() throws Exception {
    whyNot.set(Optional.of("draining"));

    assertThat(health("/health/live").statusCode()).isEqualTo(200);
    assertThat(health("/").statusCode()).isEqualTo(200);
  }

  @Test
  void ready_whenReady_is200() throws Exception {
    HttpResponse<String> reply = health("/health/ready");

    assertThat(reply.statusCode()).isEqualTo(200);
    assertThat(reply.body()).isEqualTo("ready\n");
  }

  @Test
  void ready_whenNot_is503AndSaysWhy() throws Exception {
    whyNot.set(Optional.of("draining"));

    HttpResponse<String> reply = health("/health/ready");

    assertThat(reply.statusCode()).isEqualTo(503);
    assertThat(reply.body()).isEqualTo("not ready: draining\n");
    assertThat(reply.headers().firstValue("retry-after")).contains("1");
  }

  @Test
  void metrics_byDefault_areText() throws Exception {
    metrics.accepted("zipkin", "ZIPKIN_V2_JSON", 8);

    HttpResponse<String> reply = health("/metrics");

    assertThat(reply.headers().firstValue("content-type").orElseThrow())
        .startsWith("text/plain; version=0.0.4");
    assertThat(reply.body())
        .contains(
            "ichnos_receiver_accepted_spans_total{format=\"ZIPKIN_V2_JSON\",receiver=\"zipkin\"}"
                + " 8.0\n");
  }

  @Test
  void metrics_whenAsked_areOpenMetrics() throws Exception {
    HttpResponse<String> reply =
        get(
            server.healthAddress(),
            "/metrics",
            "accept",
            "application/openmetrics-text;version=1.0.0,text/plain;q=0.5");

    assertThat(reply.headers().firstValue("content-type").orElseThrow())
        .startsWith("application/openmetrics-text");
    assertThat(reply.body()).endsWith("# EOF\n");
  }

  @Test
  void api_servesWhatOtherRoomsAdd() throws Exception {
    assertThat(api("/").body()).contains("/api/ichnos/account");
    assertThat(api("/api/echo").body()).isEqualTo("echo\n");
  }

  @Test
  void api_account_tellsEachLane() throws Exception {
    HttpResponse<String> reply = api("/api/ichnos/account");

    assertThat(reply.headers().firstValue("content-type")).contains("application/json");
    assertThat(reply.body())
        .isEqualTo(
            "{\"lanes\":[{\"exporter\":\"otlp\",\"accepted\":10,\"created\":{\"rule\":1},"
                + "\"sent\":6,\"waiting\":2,\"merged\":{},\"dropped\":{\"not_sampled\":3},"
                + "\"resent\":4}]}");
  }

  @Test
  void joins_sayWhichTracesWereOneRequests() throws Exception {
    assertThat(api("/api/ichnos/joins").body())
        .isEqualTo(
            "{\"lanes\":[{\"exporter\":\"otlp\",\"finds\":1,\"traces\":2,\"last\":["
                + "{\"time\":\"1970-01-01T00:00:07Z\",\"id\":\"0a\",\"traces\":[\"0a\",\"0b\"],"
                + "\"evidence\":[\"captured_id\"],\"services\":[\"reviews\"]}]}]}");
  }

  @Test
  void healthAndApi_serveNothingOfEachOther() throws Exception {
    assertThat(health("/api/ichnos/account").statusCode()).isEqualTo(404);
    assertThat(api("/metrics").statusCode()).isEqualTo(404);
  }

  @Test
  void start_portInUse_throwsAndLetsGo() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      AdminServer second = server(taken.getLocalPort());

      assertThatThrownBy(second::start)
          .isInstanceOf(IOException.class)
          .hasMessageContaining(String.valueOf(taken.getLocalPort()));
      second.close(Duration.ofSeconds(1));
    }
  }

  private AdminServer server(int apiPort) {
    Listeners api = Listeners.small(metrics);
    api.route(
        new HttpRoute(
            "local",
            "GET",
            "/api/echo"::equals,
            request -> CompletableFuture.completedFuture(HttpReply.text(200, "echo")),
            HttpRoute.ErrorReply.TEXT));
    return new AdminServer(
        new AdminConfig(
            ServerConfig.defaults(new Endpoint("127.0.0.1", 0)),
            ServerConfig.defaults(new Endpoint("127.0.0.1", apiPort))),
        api,
        metrics,
        whyNot::get,
        () ->
            List.of(
                new Ledger.Account(
                    "otlp",
                    10,
                    Map.of("rule", 1L),
                    6,
                    2,
                    Map.of(),
                    Map.of(DropReason.NOT_SAMPLED, 3L),
                    4)),
        () -> Map.of("otlp", FOUND));
  }

  private HttpResponse<String> health(String path) throws Exception {
    return get(server.healthAddress(), path, "accept", "*/*");
  }

  private HttpResponse<String> api(String path) throws Exception {
    return get(server.apiAddress(), path, "accept", "*/*");
  }

  private HttpResponse<String> get(InetSocketAddress to, String path, String... headers)
      throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + to.getPort() + path);
    return client.send(
        HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(5)).headers(headers).build(),
        HttpResponse.BodyHandlers.ofString());
  }
}
