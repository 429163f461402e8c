package dev.ichnos.collector.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Types what the README says, against the jar that was built. Only the ports differ: the system
 * chooses them, so that the test runs beside anything.
 */
class ReadmeIT {
  private static final String ANY_PORTS =
      """
      receivers:
        zipkin: {endpoint: 127.0.0.1:0}
        otlp: {protocols: {grpc: {endpoint: 127.0.0.1:0}, http: {endpoint: 127.0.0.1:0}}}
      exporters:
        local: {}
      admin:
        health: {endpoint: 127.0.0.1:0}
        api: {endpoint: 127.0.0.1:0}
      service:
        pipelines:
          traces: {receivers: [zipkin, otlp], exporters: [local]}
      """;

  @TempDir private Path directory;

  @Test
  void firstCommand_withMixedHeaders_showsOneTraceOfEachRequest() throws Exception {
    IchnosProcess.Finished finished = IchnosProcess.command("demo", "--mixed-headers");

    assertThat(finished.output().lines().filter(line -> line.startsWith("Applications ")))
        .hasSize(5)
        .anyMatch(line -> line.endsWith(" sent as 4 traces:"))
        .anyMatch(line -> line.endsWith(" sent as 5 traces:"));
    for (String backend : List.of("Tempo", "Datadog", "Cloud Trace")) {
      assertThat(finished.output().lines().filter(line -> line.startsWith(backend + ": ")))
          .as(finished.output())
          .hasSize(5)
          .allMatch(line -> line.contains(" spans in 1 trace; 4 of 4 calls are edges"));
    }
    assertThat(finished.exitCode()).isZero();
  }

  @Test
  void firstCommand_showsEverySpanAtEveryStandIn() throws Exception {
    List<String> demo = commandEndingWith("demo");
    assertThat(demo).endsWith("-jar", "collector/target/ichnos.jar", "demo");

    IchnosProcess.Finished finished = IchnosProcess.command("demo");

    for (String backend : List.of("Tempo", "Datadog", "Cloud Trace")) {
      assertThat(finished.output().lines().filter(line -> line.startsWith(backend + ": ")))
          .hasSize(21)
          .allMatch(line -> line.startsWith(backend + ": 8 of 8 spans"));
    }
    assertThat(finished.exitCode()).isZero();
  }

  @Test
  void secondCommand_isTheTestCommand() throws Exception {
    assertThat(ReadmeCommands.all()).contains(List.of("mvn", "verify"));
  }

  @Test
  void curlCommands_postASpanAndReadItBack() throws Exception {
    assertThat(commandEndingWith("run")).contains("collector/target/ichnos.jar");
    try (IchnosProcess ichnos = IchnosProcess.run(directory, ANY_PORTS)) {
      List<Curl> curls = new ArrayList<>();
      for (List<String> command : ReadmeCommands.all()) {
        if (command.get(0).equals("curl")) {
          curls.add(Curl.of(command, ichnos));
        }
      }
      assertThat(curls).hasSizeGreaterThanOrEqualTo(4);
      assertThat(curls.get(0).send().statusCode()).isEqualTo(202);
      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(
              () ->
                  assertThat(curls.get(1).send().body())
                      .contains("details.default.svc.cluster.local:9080/*"));
      for (Curl curl : curls.subList(2, curls.size())) {
        assertThat(curl.send().statusCode()).as(curl.toString()).isEqualTo(200);
      }
    }
  }

  @Test
  void configuration_isValidAndPrintedBack() throws Exception {
    String yaml = ReadmeCommands.blocks("yaml").get(0);
    Path config = Files.writeString(directory.resolve("ichnos.yaml"), yaml);
    for (String command : List.of("validate", "print-config")) {
      assertThat(ReadmeCommands.all())
          .contains(
              List.of(
                  "java",
                  "-jar",
                  "collector/target/ichnos.jar",
                  command,
                  "--config",
                  "ichnos.yaml"));
      IchnosProcess.Finished finished =
          IchnosProcess.command(command, "--config", config.toString());
      assertThat(finished.exitCode()).as(finished.output()).isZero();
    }
  }

  @Test
  void idAndHeaders_areAnsweredInOtherForms() throws Exception {
    assertThat(answer("id")).contains("5208512171318403364", "1-463ac35c-9f6413ad48485a3953bb6124");
    assertThat(answer("headers"))
        .contains("traceparent: 00-463ac35c9f6413ad48485a3953bb6124-48485a3953bb6124-01");
  }

  @Test
  void productionFlags_startIt() throws Exception {
    List<String> command =
        ReadmeCommands.all().stream()
            .filter(words -> words.stream().anyMatch(word -> word.startsWith("-XX:")))
            .findFirst()
            .orElseThrow();
    String[] flags =
        command.stream()
            .filter(word -> word.startsWith("-X"))
            .map(word -> word.replace("collector/target", "target"))
            .toArray(String[]::new);
    try (IchnosProcess ichnos = IchnosProcess.run(directory, ANY_PORTS, flags)) {
      assertThat(ichnos.output()).contains("ready in ").doesNotContain("[warning]");
      assertThat(ichnos.terminate(Duration.ofSeconds(30)).exitCode()).isZero();
    }
  }

  /** What the README's first command of this name prints. */
  private static String answer(String name) throws Exception {
    List<String> words =
        ReadmeCommands.all().stream()
            .filter(command -> command.size() > 4 && command.get(3).equals(name))
            .findFirst()
            .orElseThrow();
    String[] arguments = words.subList(3, words.size()).toArray(String[]::new);
    IchnosProcess.Finished finished = IchnosProcess.command(arguments);
    assertThat(finished.exitCode()).as(finished.output()).isZero();
    return finished.output();
  }

  private static List<String> commandEndingWith(String last) throws IOException {
    return ReadmeCommands.all().stream()
        .filter(words -> words.get(0).equals("java") && words.get(words.size() - 1).equals(last))
        .findFirst()
        .orElseThrow();
  }

  /** A curl command, sent by the JDK's client to wherever the process listens. */
  private record Curl(HttpRequest request) {
    static Curl of(List<String> words, IchnosProcess ichnos) {
      HttpRequest.Builder request = HttpRequest.newBuilder();
      for (int i = 1; i < words.size(); i++) {
        String word = words.get(i);
        if (word.startsWith("http")) {
          request.uri(rebound(URI.create(word), ichnos));
        } else if (word.equals("-H")) {
          String[] header = words.get(++i).split(": ", 2);
          request.header(header[0], header[1]);
        } else if (word.equals("-d")) {
          request.POST(HttpRequest.BodyPublishers.ofString(words.get(++i)));
        }
      }
      return new Curl(request.build());
    }

    private static URI rebound(URI documented, IchnosProcess ichnos) {
      InetSocketAddress bound =
          switch (documented.getPort()) {
            case 9411 -> ichnos.listener("zipkin", "HTTP and gRPC");
            case 13133 -> ichnos.listener("health", "HTTP and gRPC");
            case 13134 -> ichnos.listener("api", "HTTP and gRPC");
            default -> throw new IllegalArgumentException("no such port: " + documented);
          };
      return URI.create("http://127.0.0.1:" + bound.getPort() + documented.getPath());
    }

    HttpResponse<String> send() throws IOException, InterruptedException {
      return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }
  }
}
