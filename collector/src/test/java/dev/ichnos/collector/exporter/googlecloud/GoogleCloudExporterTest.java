package dev.ichnos.collector.exporter.googlecloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.ichnos.collector.config.DataSize;
import dev.ichnos.collector.exporter.ExporterContract;
import dev.ichnos.collector.pipeline.ExportResult;
import dev.ichnos.collector.pipeline.Exporter;
import dev.ichnos.collector.testing.FakeCloudTrace;
import dev.ichnos.collector.transport.GrpcChannels;
import dev.ichnos.model.Attributes;
import dev.ichnos.model.Resource;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanBatch;
import dev.ichnos.model.SpanFixtures;
import io.grpc.Status;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GoogleCloudExporterTest extends ExporterContract<FakeCloudTrace> {
  private static final String POISON = "poison";

  private final GrpcChannels channels = new GrpcChannels();

  @AfterEach
  void closeChannels() {
    channels.close();
  }

  @Override
  protected FakeCloudTrace startBackend() throws IOException {
    FakeCloudTrace started = FakeCloudTrace.start(GoogleCloudBed.CLOCK);
    started.refusing(span -> span.getDisplayName().getValue().equals(POISON));
    return started;
  }

  @Override
  protected Exporter exporter(FakeCloudTrace cloudTrace, Duration timeout) {
    return new GoogleCloudBed().timeout(timeout).towards(cloudTrace.endpoint(), channels);
  }

  /** The rules that we know are kept before sending. */
  @Override
  protected Span badSpan(long spanId) {
    return SpanFixtures.CLIENT.toBuilder().spanId(spanId).name(POISON).build();
  }

  @Override
  protected String badSpanWords() {
    return "what no page says";
  }

  /** A role may be granted while they wait. */
  @Override
  protected void assertUnauthorized(ExportResult result) {
    assertThat(result)
        .isEqualTo(new ExportResult.Retryable(Duration.ZERO, "PERMISSION_DENIED: who are you"));
  }

  @Test
  void export_spansWithoutProject_goToOurs() throws Exception {
    export(BATCH);

    assertThat(backend.stored())
        .extracting(com.google.devtools.cloudtrace.v2.Span::getName)
        .containsExactlyInAnyOrder(
            "projects/shop-prod/traces/463ac35c9f6413ad48485a3953bb6124/spans/48485a3953bb6124",
            "projects/shop-prod/traces/463ac35c9f6413ad48485a3953bb6124/spans/5b4185666d50f68b");
    assertThat(backend.lastHeaders()).doesNotContainKeys("authorization", "x-goog-user-project");
  }

  @Test
  void export_spansOfAnotherProject_goThere() throws Exception {
    SpanBatch other = SpanFixtures.batch(ofProject("team-b"));

    assertThat(export(other)).isEqualTo(ExportResult.DELIVERED);

    assertThat(backend.stored())
        .allSatisfy(span -> assertThat(span.getName()).startsWith("projects/team-b/"));
  }

  @Test
  void messages_areOneForEachProject() throws Exception {
    Exporter exporter = exporter(backend, Duration.ofSeconds(1));
    exporter.start();
    Span ours = SpanFixtures.CLIENT;
    Span theirs = ofProject("team-b");
    Span noPath = ofProject("../x");

    Map<Object, List<Span>> messages =
        new HashMap<>(exporter.messages(List.of(ours, theirs, noPath)));

    assertThat(messages)
        .isEqualTo(Map.of("shop-prod", List.of(ours, noPath), "team-b", List.of(theirs)));
    exporter.close(Duration.ZERO);
  }

  @Test
  void export_noRightToAnotherProject_isGivenUp() throws Exception {
    backend.answerNext(Status.PERMISSION_DENIED.withDescription("not yours"), Optional.empty());

    assertThat(export(SpanFixtures.batch(ofProject("team-b"))))
        .isEqualTo(new ExportResult.Permanent(false, "PERMISSION_DENIED: not yours"));
  }

  @Test
  void export_destinationProjectQuota_namesTheProjectOfTheCall() throws Exception {
    Exporter exporter =
        new GoogleCloudBed().destinationProjectQuota().towards(backend.endpoint(), channels);

    exportBy(exporter, SpanFixtures.batch(ofProject("team-b")));

    assertThat(backend.lastHeaders()).containsEntry("x-goog-user-project", "team-b");
  }

  @Test
  void export_retryInfo_isHandedToTheLane() throws Exception {
    backend.answerNext(
        Status.RESOURCE_EXHAUSTED.withDescription("slow down"), Optional.of(Duration.ofSeconds(7)));

    assertThat(export(BATCH))
        .isEqualTo(
            new ExportResult.Retryable(Duration.ofSeconds(7), "RESOURCE_EXHAUSTED: slow down"));
  }

  @Test
  void export_overQuota_isWaitedForAtLeastASecond() throws Exception {
    backend.quota(0);

    assertThat(export(BATCH))
        .isInstanceOfSatisfying(
            ExportResult.Retryable.class,
            result -> {
              assertThat(result.after()).isEqualTo(Duration.ofSeconds(1));
              assertThat(result.message()).contains("Quota exceeded");
            });
  }

  @Test
  void export_overOwnLimit_isSplitWithoutSending() throws Exception {
    Exporter small =
        new GoogleCloudBed()
            .maxMessageSize(DataSize.ofKibibytes(1))
            .towards(backend.endpoint(), channels);

    assertThat(exportBy(small, BATCH.withSpans(Collections.nCopies(9, BATCH.spans().get(0)))))
        .isInstanceOf(ExportResult.Split.class);
    assertThat(backend.requests()).isZero();
  }

  @Test
  void export_answerLost_isRetryableAndStoredTwice() throws Exception {
    FakeCloudTrace slow = FakeCloudTrace.start(GoogleCloudBed.CLOCK);
    slow.storeInSilence();
    Exporter exporter =
        new GoogleCloudBed().timeout(Duration.ofMillis(500)).towards(slow.endpoint(), channels);
    exporter.start();

    assertThat(result(exporter, BATCH)).isInstanceOf(ExportResult.Retryable.class);
    assertThat(result(exporter, BATCH)).isEqualTo(ExportResult.DELIVERED);

    assertThat(slow.violations()).as("why the default is the server's own limit").hasSize(2);
    exporter.close(Duration.ZERO);
    slow.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"zero trace id", "zero span id", "1970", "no end", "ends first", "15 days ago"})
  void takes_spanThatCloudTraceRefuses_isFalse(String fault) throws Exception {
    Span.Builder span = SpanFixtures.CLIENT.toBuilder();
    switch (fault) {
      case "zero trace id" -> span.traceId(0, 0);
      case "zero span id" -> span.spanId(0);
      case "1970" -> span.startEpochNanos(1);
      case "no end" -> span.endEpochNanos(0);
      case "ends first" -> span.endEpochNanos(SpanFixtures.START - 1);
      default -> span.startEpochNanos(SpanFixtures.START - Duration.ofDays(15).toNanos());
    }
    Exporter exporter = exporter(backend, Duration.ofSeconds(1));

    assertThat(exporter.takes(span.build())).isFalse();
    assertThat(exporter.takes(SpanFixtures.CLIENT)).isTrue();
  }

  @Test
  void start_noProjectAnywhere_saysWhereOneMayStand() {
    Exporter exporter =
        new GoogleCloudBed().project(Optional.empty()).towards(backend.endpoint(), channels);

    assertThatIOException()
        .isThrownBy(exporter::start)
        .withMessage(
            "exporters.googlecloud.project: not given, and none found (expected: project, or"
                + " GOOGLE_CLOUD_PROJECT, or credentials that name one)");
  }

  @Test
  void start_projectInTheEnvironment_isTaken() throws Exception {
    Exporter exporter =
        new GoogleCloudBed()
            .project(Optional.empty())
            .environment(Map.of("GOOGLE_CLOUD_PROJECT", "from-env"))
            .towards(backend.endpoint(), channels);
    exportBy(exporter, BATCH);

    assertThat(backend.stored())
        .allSatisfy(span -> assertThat(span.getName()).startsWith("projects/from-env/"));
  }

  @Test
  void export_manyBatches_useEveryConnection() throws Exception {
    Exporter exporter = exporter(backend, Duration.ofSeconds(20));
    exporter.start();
    IntStream.rangeClosed(1, 20)
        .mapToObj(id -> SpanFixtures.batch(SpanFixtures.CLIENT.toBuilder().spanId(id).build()))
        .map(exporter::export)
        .toList()
        .forEach(sent -> assertThat(sent.toCompletableFuture().join()).isNotNull());
    exporter.close(Duration.ofSeconds(5));

    assertThat(backend.stored()).hasSize(20);
    assertThat(backend.connections()).isEqualTo(2);
  }

  private static Span ofProject(String project) {
    return SpanFixtures.CLIENT.toBuilder()
        .resource(Resource.of(Attributes.of("gcp.project.id", project)))
        .build();
  }
}
