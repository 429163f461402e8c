package dev.ichnos.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The packaged collector takes the ConfigMap's file, as it stands, and starts from it. */
@Timeout(60)
class ConfigMapStartIT {
  private static final Path JAR =
      Path.of(System.getProperty("ichnos.jar", "../collector/target/ichnos.jar"));
  private static final Pattern ENDPOINT =
      Pattern.compile("endpoint: (0\\.0\\.0\\.0|127\\.0\\.0\\.1):\\d+");

  /** Nothing listens there: the exporter is to wait, not to find a backend. */
  private static final String NO_BACKEND = "127.0.0.1:1";

  @TempDir Path directory;

  @BeforeEach
  void collectorIsBuilt() throws IOException {
    assumeTrue(Files.exists(JAR), "skipped: " + JAR + " is not built");
    try (JarFile jar = new JarFile(JAR.toFile())) {
      assumeTrue(
          jar.getEntry("dev/ichnos/collector/Main.class") != null,
          "skipped: " + JAR + " has no main class");
    }
  }

  @Test
  void validate_configMap_isGood() throws IOException, InterruptedException {
    Path config = Files.writeString(directory.resolve("collector.yaml"), Base.collectorYaml());

    try (RunningJar jar = RunningJar.start(JAR, directory, "validate", "--config", config)) {
      assertThat(jar.exitCode(Duration.ofSeconds(20))).as(jar.output()).isZero();
    }
  }

  @Test
  void run_configMapOnLoopback_bindsEveryListenerAndAnswersItsProbes()
      throws IOException, InterruptedException {
    Path config = Files.writeString(directory.resolve("collector.yaml"), onLoopback());
    long listeners = ENDPOINT.matcher(Base.collectorYaml()).results().count();

    try (RunningJar jar = RunningJar.start(JAR, directory, "run", "--config", config)) {
      Set<Integer> ports = jar.awaitLoopbackPorts(listeners, Duration.ofSeconds(20));

      assertThat(answer(ports, "GET", Base.container().getReadinessProbe().getHttpGet().getPath()))
          .contains(200);
      assertThat(answer(ports, "GET", Base.container().getLivenessProbe().getHttpGet().getPath()))
          .contains(200);
      assertThat(answer(ports, "POST", "/api/v2/spans")).contains(202);
      jar.terminate();
      assertThat(jar.exitCode(Duration.ofSeconds(20))).as(jar.output()).isIn(0, 143);
    }
  }

  /** The file with every listener on a port of the system's choice, and no backend to look up. */
  private static String onLoopback() {
    return ENDPOINT
        .matcher(Base.collectorYaml())
        .replaceAll("endpoint: 127.0.0.1:0")
        .replaceAll("endpoint: tempo\\.[^ \n]*", "endpoint: " + NO_BACKEND);
  }

  /** What the ports answer, those that speak HTTP/1.1. */
  private static Set<Integer> answer(Set<Integer> ports, String method, String path)
      throws InterruptedException {
    HttpClient client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    Set<Integer> codes = new TreeSet<>();
    for (int port : ports) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
              .timeout(Duration.ofSeconds(5))
              .header("content-type", "application/json")
              .method(method, HttpRequest.BodyPublishers.ofString(method.equals("GET") ? "" : "[]"))
              .build();
      try {
        codes.add(client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode());
      } catch (IOException e) {
        // A port for gRPC alone does not speak HTTP/1.1.
        continue;
      }
    }
    return codes;
  }
}
