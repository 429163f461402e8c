package dev.ichnos.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.collector.it.IchnosProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The packaged collector takes the ConfigMap's file as it stands, and starts from it. */
@Timeout(120)
class ConfigMapStartIT {
  private static final Pattern LISTENER =
      Pattern.compile("endpoint: (?:0\\.0\\.0\\.0|127\\.0\\.0\\.1):\\d+");

  /** Nothing listens there, and no name is looked up. */
  private static final String NO_BACKEND = "127.0.0.1:1";

  @TempDir Path directory;

  @Test
  void validate_configMap_isGood() throws IOException, InterruptedException {
    Path config = Files.writeString(directory.resolve("collector.yaml"), Base.collectorYaml());

    IchnosProcess.Finished validated =
        IchnosProcess.command("validate", "--config", config.toString());

    assertThat(validated.exitCode()).as(validated.output()).isZero();
  }

  @Test
  void run_configMapOnLoopback_bindsEveryListenerAndAnswersItsProbes()
      throws IOException, InterruptedException {
    try (IchnosProcess ichnos = IchnosProcess.run(directory, onLoopback(), "-Xmx256m")) {
      assertThat(ichnos.listener("otlp", "gRPC").getPort()).isPositive();
      URI otlp = ichnos.http("otlp", "/v1/traces");
      URI zipkin = ichnos.http("zipkin", "/api/v2/spans");
      URI ready = health(ichnos, Base.container().getReadinessProbe().getHttpGet().getPath());
      URI live = health(ichnos, Base.container().getLivenessProbe().getHttpGet().getPath());

      assertThat(status(HttpRequest.newBuilder(ready))).isEqualTo(200);
      assertThat(status(HttpRequest.newBuilder(live))).isEqualTo(200);
      assertThat(status(HttpRequest.newBuilder(health(ichnos, "/metrics")))).isEqualTo(200);
      assertThat(status(HttpRequest.newBuilder(ichnos.http("api", "/api/echo")))).isEqualTo(200);
      assertThat(status(post(zipkin, "[]"))).isEqualTo(202);
      assertThat(status(post(otlp, "{}"))).isEqualTo(200);
      IchnosProcess.Finished ended = ichnos.terminate(Duration.ofSeconds(20));
      assertThat(ended.exitCode()).as(ended.output()).isZero();
    }
  }

  /** The file, with every listener on a port of the system's choice. */
  private static String onLoopback() {
    return LISTENER
        .matcher(Base.collectorYaml())
        .replaceAll("endpoint: 127.0.0.1:0")
        .replaceAll("endpoint: tempo\\.[^ \n]*", "endpoint: " + NO_BACKEND);
  }

  private static URI health(IchnosProcess ichnos, String path) {
    return ichnos.http("health", path);
  }

  private static HttpRequest.Builder post(URI uri, String json) {
    return HttpRequest.newBuilder(uri)
        .header("content-type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(json));
  }

  private static int status(HttpRequest.Builder request) throws IOException, InterruptedException {
    HttpClient client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    return client
        .send(
            request.timeout(Duration.ofSeconds(5)).build(), HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }
}
