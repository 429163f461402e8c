package dev.ichnos.collector.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ichnos.collector.testing.FakeTempo;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starting, outages and stopping of the packaged jar. */
class LifeCycleIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir private Path directory;

  @Test
  void jar_isSmallEnough() throws IOException {
    assertThat(Files.size(IchnosProcess.jar())).isLessThanOrEqualTo(70L << 20);
  }

  @Test
  void terminate_drainsWhatWindowsHoldAndSaysSo() throws Exception {
    try (FakeTempo tempo = FakeTempo.start();
        IchnosProcess ichnos = IchnosProcess.run(directory, slowWindow(tempo))) {
      post(ichnos, 3);

      IchnosProcess.Finished finished = ichnos.terminate(PATIENCE);

      assertThat(tempo.storedSpans()).hasSize(3);
      assertThat(finished.exitCode()).isZero();
      assertThat(finished.output()).contains("account: ");
    }
  }

  @Test
  void terminate_withDeadBackend_exitsWith4() throws Exception {
    FakeTempo tempo = FakeTempo.start();
    String config = slowWindow(tempo);
    tempo.close();
    try (IchnosProcess ichnos = IchnosProcess.run(directory, config)) {
      post(ichnos, 2);

      IchnosProcess.Finished finished = ichnos.terminate(PATIENCE);

      assertThat(finished.exitCode()).isEqualTo(4);
      assertThat(finished.output()).contains("not_drained=2");
    }
  }

  @Test
  void backend_stoppedAndBack_getsEverythingOnce() throws Exception {
    try (FakeTempo other = FakeTempo.start()) {
      FakeTempo tempo = FakeTempo.start();
      int port = tempo.grpcEndpoint().port();
      try (IchnosProcess ichnos = IchnosProcess.run(directory, Configs.tempo(tempo, other))) {
        post(ichnos, 5);
        FakeTempo first = tempo;
        Awaitility.await().atMost(PATIENCE).until(() -> first.storedSpans().size() == 5);
        tempo.close();
        post(ichnos, 7);
        Awaitility.await().atMost(PATIENCE).until(() -> other.storedSpans().size() == 12);
        tempo = FakeTempo.startOn(port);

        FakeTempo second = tempo;
        Awaitility.await().atMost(PATIENCE).until(() -> second.storedSpans().size() == 7);
        assertThat(ichnos.terminate(PATIENCE).exitCode()).isZero();
        assertThat(second.storedSpans()).hasSize(7);
        assertThat(other.storedSpans()).hasSize(12);
      } finally {
        tempo.close();
      }
    }
  }

  @Test
  void invalidConfiguration_exitsWith3AndNamesEveryProblem() throws Exception {
    Path config =
        Files.writeString(
            directory.resolve("bad.yaml"),
            """
            receivers:
              zipkin: {endpont: 127.0.0.1:0}
            exporters:
              local: {max_size: lots}
            service:
              pipelines:
                traces: {receivers: [zipkin], exporters: [locl]}
            """);
    for (String command : new String[] {"run", "validate"}) {
      IchnosProcess.Finished finished =
          IchnosProcess.command(command, "--config", config.toString());
      assertThat(finished.exitCode()).isEqualTo(3);
      assertThat(finished.output())
          .contains("line 2", "endpont", "endpoint", "line 4", "lots", "line 7", "locl", "local");
    }
  }

  @Test
  void unknownCommand_exitsWith2() throws Exception {
    assertThat(IchnosProcess.command("rnu").exitCode()).isEqualTo(2);
  }

  @Test
  void jar_runsOnJdk25() throws Exception {
    String home = System.getenv("JAVA_25_HOME");
    assumeTrue(home != null && !home.isBlank(), "skipped: JAVA_25_HOME names no JDK 25");
    String java = Path.of(home, "bin", "java").toString();
    try (FakeTempo tempo = FakeTempo.start();
        IchnosProcess ichnos = IchnosProcess.run(java, directory, slowWindow(tempo))) {
      post(ichnos, 1);

      IchnosProcess.Finished finished = ichnos.terminate(PATIENCE);

      assertThat(finished.exitCode()).isZero();
      assertThat(tempo.storedSpans()).hasSize(1);
    }
  }

  @Test
  void readyEndpoint_isReadyOnceStarted() throws Exception {
    try (IchnosProcess ichnos = IchnosProcess.run(directory, Configs.local())) {
      assertThat(get(ichnos.http("health", "/health/ready"))).isEqualTo(200);
      assertThat(get(ichnos.http("health", "/health/live"))).isEqualTo(200);
      assertThat(get(ichnos.http("api", "/api/echo"))).isEqualTo(200);
    }
  }

  /** One lane to Tempo, with a window that only a drain closes in time. */
  private static String slowWindow(FakeTempo tempo) {
    return """
    receivers:
      zipkin: {endpoint: 127.0.0.1:0}
    exporters:
      otlp:
        endpoint: %s
        tls: {insecure: true}
        window: {idle: 60s, max_age: 90s}
    admin:
      health: {endpoint: 127.0.0.1:0}
      api: {endpoint: 127.0.0.1:0}
    service:
      drain_timeout: 3s
      pipelines:
        traces: {receivers: [zipkin], exporters: [otlp]}
    """
        .formatted(tempo.grpcEndpoint());
  }

  /** Posts this many traces of one span. */
  private static void post(IchnosProcess ichnos, int traces)
      throws IOException, InterruptedException {
    for (int i = 0; i < traces; i++) {
      String id = "%016x".formatted(System.nanoTime());
      HttpRequest request =
          HttpRequest.newBuilder(ichnos.http("zipkin", "/api/v2/spans"))
              .POST(
                  HttpRequest.BodyPublishers.ofString(
                      "[{\"traceId\":\"%s\",\"id\":\"%s\",\"name\":\"get\",\"timestamp\":1767323045000006,\"duration\":5}]"
                          .formatted(id, id)))
              .build();
      assertThat(HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()))
          .extracting(HttpResponse::statusCode)
          .isEqualTo(202);
    }
  }

  private static int get(URI uri) throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }
}
