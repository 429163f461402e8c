package dev.ichnos.collector.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.collector.component.Metrics;
import dev.ichnos.collector.config.Endpoint;
import dev.ichnos.collector.config.ServerConfig;
import dev.ichnos.collector.transport.HttpReply;
import dev.ichnos.collector.transport.HttpRoute;
import dev.ichnos.collector.transport.Listeners;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerCountsTest {
  @Test
  void counters_ofZipkinsServer_areRead() throws Exception {
    String metrics =
        """
        {"counter.zipkin_collector.messages.http":3,"gauge.zipkin_collector.message_bytes.http":9.0,
         "other":{"counter.zipkin_collector.spans.http":1},
         "counter.zipkin_collector.spans_dropped.http":4,"counter.zipkin_collector.spans.http":12}
        """;

    assertThat(asked(200, metrics)).contains(new ServerCounts(12, 4));
    assertThat(new ServerCounts(12, 4).since(new ServerCounts(5, 1)))
        .isEqualTo(new ServerCounts(7, 3));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"404 | {}", "200 | {}", "200 | # HELP ichnos_x", "200 | []", "200 | {\"a\":"})
  void anotherCollector_isNotAskedFurther(int status, String body) throws Exception {
    assertThat(asked(status, body)).isEmpty();
  }

  private static Optional<ServerCounts> asked(int status, String body) throws Exception {
    Listeners listeners = new Listeners(new Metrics());
    ServerConfig server = ServerConfig.defaults(new Endpoint("127.0.0.1", 0));
    HttpReply reply =
        HttpReply.of(status, "application/json", body.getBytes(StandardCharsets.UTF_8));
    listeners.mixed("zipkin-server", server);
    listeners.route(
        new HttpRoute(
            "zipkin-server",
            "GET",
            "/metrics"::equals,
            request -> CompletableFuture.completedFuture(reply),
            HttpRoute.ErrorReply.TEXT));
    listeners.start();
    try {
      int port = listeners.address("zipkin-server", server.endpoint()).getPort();
      return ServerCounts.of(new Endpoint("127.0.0.1", port));
    } finally {
      listeners.close(Duration.ZERO);
    }
  }
}
