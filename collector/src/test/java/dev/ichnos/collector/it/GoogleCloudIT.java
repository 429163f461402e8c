package dev.ichnos.collector.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.devtools.cloudtrace.v2.Span;
import dev.ichnos.collector.pipeline.EpochClock;
import dev.ichnos.collector.testing.FakeCloudTrace;
import dev.ichnos.collector.testing.FakeGoogleTokens;
import dev.ichnos.collector.transport.TestCertificate;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar on a machine of Google's, as far as loopback can be one: a metadata server and TLS. */
class GoogleCloudIT {
  private static final String NAME = "cloudtrace.test";

  @TempDir private Path directory;

  @Test
  void workloadIdentity_tokenAndProjectComeFromTheMetadataServer() throws Exception {
    TestCertificate certificate = TestCertificate.create(directory, NAME);
    try (FakeGoogleTokens metadata = FakeGoogleTokens.start();
        FakeCloudTrace cloudTrace = FakeCloudTrace.start(EpochClock.SYSTEM, certificate);
        IchnosProcess ichnos =
            IchnosProcess.run(
                Map.of(
                    "GCE_METADATA_HOST", metadata.host(), "CLOUDSDK_CONFIG", directory.toString()),
                directory,
                Configs.cloudTrace(cloudTrace.endpoint(), certificate.cert(), NAME))) {
      cloudTrace.takingTokens("token-1");

      post(ichnos.http("zipkin", "/api/v2/spans"));

      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> cloudTrace.stored().size() == 1);
      assertThat(cloudTrace.stored())
          .extracting(Span::getName)
          .containsExactly(
              "projects/metadata-project/traces/463ac35c9f6413ad48485a3953bb6124"
                  + "/spans/48485a3953bb6124");
      assertThat(metadata.given()).isEqualTo(1);
      assertThat(ichnos.terminate(Duration.ofSeconds(20)).exitCode()).isZero();
    }
  }

  @Test
  void noCredentials_endsWithWhatIsExpected() throws Exception {
    Path config =
        Files.writeString(
            directory.resolve("ichnos.yaml"),
            """
            receivers: {zipkin: {endpoint: 127.0.0.1:0}}
            exporters: {googlecloud: {project: shop-prod, endpoint: "127.0.0.1:1"}}
            admin:
              health: {endpoint: 127.0.0.1:0}
              api: {endpoint: 127.0.0.1:0}
            service: {pipelines: {traces: {receivers: [zipkin], exporters: [googlecloud]}}}
            """);

    IchnosProcess.Finished finished =
        IchnosProcess.command(
            Map.of("NO_GCE_CHECK", "true", "CLOUDSDK_CONFIG", directory.toString()),
            "run",
            "--config",
            config.toString());

    assertThat(finished.exitCode()).isEqualTo(1);
    assertThat(finished.output())
        .contains(
            "cannot run: exporters.googlecloud.credentials: adc: ",
            "(expected: Workload Identity, GOOGLE_APPLICATION_CREDENTIALS or credentials: FILE)")
        .doesNotContain("\tat ");
  }

  private static void post(URI uri) throws Exception {
    long nowMicros = EpochClock.SYSTEM.epochNanos() / 1_000;
    String span =
        """
        [{"traceId":"463ac35c9f6413ad48485a3953bb6124","id":"48485a3953bb6124","kind":"CLIENT",
          "name":"get","timestamp":%d,"duration":5000}]
        """
            .formatted(nowMicros);
    HttpResponse<String> response =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(uri)
                    .header("content-type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(span))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
    assertThat(response.statusCode()).isEqualTo(202);
  }
}
