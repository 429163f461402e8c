package dev.ichnos.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ichnos.collector.config.CollectorConfig;
import dev.ichnos.collector.config.ConfigReader;
import dev.ichnos.collector.testing.ApiPod;
import dev.ichnos.collector.testing.FakeApiServer;
import dev.ichnos.collector.transport.BoundListener;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A whole collector beside an API server: when it is ready, and when it lets go. */
@Timeout(60)
class CollectorPodsTest {
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @Test
  void ready_onlyAfterTheListOfPods_andNoWatchOutlivesIt()
      throws IOException, InterruptedException {
    CountDownLatch goOn = new CountDownLatch(1);
    try (FakeApiServer server = FakeApiServer.start()) {
      server.put(ApiPod.of("shop", "cart").ip("10.4.1.7").container("c", "1"));
      server.answerNext(
          exchange -> {
            goOn.await();
            exchange.sendResponseHeaders(503, -1);
          });
      Collector collector = new Collector(config(server.uri()));
      collector.start();
      assertThat(get(collector, "/health/ready"))
          .isEqualTo("503 not ready: waiting for the list of pods");

      goOn.countDown();
      await().atMost(Duration.ofSeconds(20)).until(() -> server.watches() == 1);
      assertThat(get(collector, "/health/ready")).isEqualTo("200 ready");
      assertThat(get(collector, "/metrics")).contains("ichnos_pods{state=\"live\"} 1.0");

      collector.close(Duration.ofSeconds(5));
      await()
          .until(
              () -> {
                server.bookmark();
                return server.watches() == 0;
              });
      assertThat(server.violations()).isEmpty();
    }
  }

  @Test
  void identitySwitchedOff_asksForNoPods() throws IOException {
    try (FakeApiServer server = FakeApiServer.start()) {
      Collector collector = new Collector(config(server.uri(), "enabled: false"));
      collector.start();
      collector.close(Duration.ofSeconds(5));

      assertThat(server.calls()).isEmpty();
    }
  }

  private String get(Collector collector, String path) throws IOException, InterruptedException {
    InetSocketAddress health =
        collector.bound().stream()
            .filter(listener -> listener.owners().contains("health"))
            .map(BoundListener::address)
            .findFirst()
            .orElseThrow();
    HttpResponse<String> answer =
        client.send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + health.getPort() + path))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    return answer.statusCode() + " " + answer.body().strip();
  }

  private static CollectorConfig config(URI apiServer, String... identity) {
    return new ConfigReader(Map.of(), Rules.ids())
        .read(
            """
            receivers: {zipkin: {endpoint: 127.0.0.1:0}}
            exporters: {local: }
            identity:
              pods: {kubernetes: {api_server: '%s'}}
              %s
            admin: {health: {endpoint: 127.0.0.1:0}, api: {endpoint: 127.0.0.1:0}}
            service: {pipelines: {traces: {receivers: [zipkin], exporters: [local]}}}
            """
                .formatted(apiServer, String.join("", identity)))
        .config()
        .orElseThrow();
  }
}
