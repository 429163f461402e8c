package dev.ichnos.collector.exporter.googlecloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.ichnos.collector.config.TlsClientConfig;
import dev.ichnos.collector.pipeline.ExportResult;
import dev.ichnos.collector.testing.FakeCloudTrace;
import dev.ichnos.collector.testing.FakeGoogleTokens;
import dev.ichnos.collector.transport.GrpcChannels;
import dev.ichnos.collector.transport.TestCertificate;
import dev.ichnos.model.SpanFixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calls with tokens, over TLS, from a key file whose token endpoint is on loopback. */
class GoogleTokensTest {
  @TempDir static Path certificates;
  private static TestCertificate certificate;

  @TempDir Path directory;
  private final GrpcChannels channels = new GrpcChannels();
  private FakeCloudTrace cloudTrace;
  private FakeGoogleTokens tokens;
  private GoogleCloudExporter exporter;
  private int spans;

  @BeforeAll
  static void createCertificate() throws Exception {
    certificate = TestCertificate.create(certificates, "cloudtrace.test");
  }

  @BeforeEach
  void start() throws IOException {
    cloudTrace = FakeCloudTrace.start(GoogleCloudBed.CLOCK, certificate);
    tokens = FakeGoogleTokens.start();
  }

  @AfterEach
  void stop() {
    if (exporter != null) {
      exporter.close(Duration.ZERO);
    }
    channels.close();
    cloudTrace.close();
    tokens.close();
    assertThat(cloudTrace.violations()).isEmpty();
  }

  @Test
  void export_keyFile_carriesOneTokenAndItsProject() throws Exception {
    cloudTrace.takingTokens("token-1");
    exporter = started(withKeyFile().project(Optional.empty()));

    assertThat(send()).isEqualTo(ExportResult.DELIVERED);
    assertThat(send()).isEqualTo(ExportResult.DELIVERED);

    assertThat(tokens.given()).isEqualTo(1);
    assertThat(cloudTrace.lastHeaders())
        .containsEntry("authorization", "Bearer token-1")
        .containsEntry("x-goog-user-project", "quota-project");
    assertThat(cloudTrace.stored())
        .allSatisfy(span -> assertThat(span.getName()).startsWith("projects/key-project/"));
  }

  @Test
  void export_destinationProjectQuota_standsForTheCredentialsOwn() throws Exception {
    exporter = started(withKeyFile().destinationProjectQuota());

    assertThat(send()).isEqualTo(ExportResult.DELIVERED);

    assertThat(cloudTrace.lastHeaders()).containsEntry("x-goog-user-project", "shop-prod");
  }

  @Test
  void start_fetchesNoToken() throws Exception {
    tokens.answering(503);

    exporter = started(withKeyFile());

    assertThat(tokens.requests()).isEmpty();
  }

  @Test
  void export_tokenServerRefuses_isRetryableUntilItDoesNot() throws Exception {
    exporter = started(withKeyFile());
    tokens.answering(400);

    assertThat(send())
        .isInstanceOfSatisfying(
            ExportResult.Retryable.class,
            result ->
                assertThat(result.message())
                    .startsWith("UNAVAILABLE: credentials: no token: ")
                    .doesNotContain("\n"));
    assertThat(cloudTrace.requests()).isZero();
    tokens.answering(200);
    assertThat(send()).isEqualTo(ExportResult.DELIVERED);
  }

  @Test
  void export_tokenServerSlow_doesNotBlockTheCaller() throws Exception {
    exporter = started(withKeyFile());
    tokens.hold();

    CompletableFuture<ExportResult> first = begin();
    CompletableFuture<ExportResult> second = begin();
    Awaitility.await().until(() -> !tokens.requests().isEmpty());

    assertThat(first).isNotDone();
    tokens.release();
    assertThat(first.get(20, TimeUnit.SECONDS)).isEqualTo(ExportResult.DELIVERED);
    assertThat(second.get(20, TimeUnit.SECONDS)).isEqualTo(ExportResult.DELIVERED);
    assertThat(tokens.given()).isEqualTo(1);
  }

  @Test
  void export_tokenServerNeverAnswers_endsWithTheTimeout() throws Exception {
    exporter = started(withKeyFile().timeout(Duration.ofMillis(300)));
    tokens.hold();

    assertThat(send())
        .isInstanceOfSatisfying(
            ExportResult.Retryable.class,
            result -> assertThat(result.message()).startsWith("DEADLINE_EXCEEDED"));
  }

  @Test
  void export_tokenNotTaken_getsAnother() throws Exception {
    cloudTrace.takingTokens("token-2");
    exporter = started(withKeyFile());

    assertThat(send())
        .isInstanceOfSatisfying(
            ExportResult.Retryable.class,
            result -> assertThat(result.message()).startsWith("UNAUTHENTICATED"));
    Awaitility.await().until(() -> tokens.given() == 2);

    Awaitility.await().until(() -> send().equals(ExportResult.DELIVERED));
    assertThat(tokens.given()).isEqualTo(2);
  }

  @Test
  void start_keyFileNotThere_namesIt() {
    GoogleCloudExporter without =
        new GoogleCloudBed()
            .credentials(directory.resolve("none.json").toString())
            .tls(TlsClientConfig.defaults())
            .towards(cloudTrace.endpoint(), channels);

    assertThatIOException()
        .isThrownBy(without::start)
        .withMessageStartingWith("exporters.googlecloud.credentials: " + directory)
        .withMessageEndingWith("(expected: a readable JSON file of Google credentials)");
  }

  @Test
  void start_keyFileIsNone_namesItWithoutItsContent() throws IOException {
    Path file = Files.writeString(directory.resolve("key.json"), "{\"private_key\": \"secret\"}");
    GoogleCloudExporter without =
        new GoogleCloudBed()
            .credentials(file.toString())
            .tls(TlsClientConfig.defaults())
            .towards(cloudTrace.endpoint(), channels);

    assertThatIOException()
        .isThrownBy(without::start)
        .withMessageStartingWith("exporters.googlecloud.credentials: " + file)
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("secret"));
  }

  private GoogleCloudBed withKeyFile() throws IOException {
    return new GoogleCloudBed()
        .credentials(tokens.keyFile(directory, "key-project").toString())
        .tls(
            new TlsClientConfig(
                false,
                false,
                Optional.of(certificate.cert()),
                Optional.empty(),
                Optional.empty(),
                Optional.of("cloudtrace.test")));
  }

  private GoogleCloudExporter started(GoogleCloudBed bed) throws IOException {
    GoogleCloudExporter made = bed.towards(cloudTrace.endpoint(), channels);
    made.start();
    return made;
  }

  private CompletableFuture<ExportResult> begin() {
    spans++;
    return exporter
        .export(SpanFixtures.batch(SpanFixtures.CLIENT.toBuilder().spanId(spans).build()))
        .toCompletableFuture();
  }

  private ExportResult send() throws Exception {
    return begin().get(30, TimeUnit.SECONDS);
  }
}
