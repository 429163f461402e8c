package dev.ichnos.collector.exporter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import com.google.protobuf.ByteString;
import dev.ichnos.codec.DropReason;
import dev.ichnos.collector.component.Metrics;
import dev.ichnos.collector.config.JournalConfig;
import dev.ichnos.collector.config.LaneConfig;
import dev.ichnos.collector.journal.memory.MemoryJournal;
import dev.ichnos.collector.pipeline.ExportResult;
import dev.ichnos.collector.pipeline.Exporter;
import dev.ichnos.collector.pipeline.Lane;
import dev.ichnos.collector.pipeline.LaneRules;
import dev.ichnos.collector.testing.FakeTempo;
import dev.ichnos.model.SpanBatch;
import dev.ichnos.model.SpanFixtures;
import io.grpc.Status;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every exporter of OTLP owes its lane, shown against a strict backend on a real socket. */
public abstract class ExporterContract {
  protected static final SpanBatch BATCH =
      SpanFixtures.batch(SpanFixtures.CLIENT, SpanFixtures.SERVER);

  private static final Duration LONG = Duration.ofSeconds(20);

  protected FakeTempo tempo;
  private Exporter exporter;

  /** The exporter under test, not started, towards the backend, with this time for one call. */
  protected abstract Exporter exporter(FakeTempo backend, Duration timeout);

  @BeforeEach
  void startTempo() throws IOException {
    tempo = FakeTempo.start();
  }

  @AfterEach
  void stop() {
    if (exporter != null) {
      exporter.close(Duration.ZERO);
    }
    tempo.close();
    assertThat(tempo.violations()).isEmpty();
  }

  @Test
  void export_goodBatch_isDeliveredWhole() throws Exception {
    assertThat(export(BATCH)).isEqualTo(ExportResult.DELIVERED);

    assertThat(tempo.storedSpans())
        .extracting(Span::getSpanId, Span::getParentSpanId)
        .containsExactlyInAnyOrder(
            tuple(bytes(SpanFixtures.CLIENT.spanId()), ByteString.EMPTY),
            tuple(bytes(SpanFixtures.SERVER.spanId()), bytes(SpanFixtures.CLIENT.spanId())));
  }

  @Test
  void export_backendUnauthorized_isPermanent() throws Exception {
    tempo.answerNext(FakeTempo.refusal(Status.Code.UNAUTHENTICATED, 401, "who are you"));

    assertThat(export(BATCH))
        .isInstanceOfSatisfying(
            ExportResult.Permanent.class,
            result -> {
              assertThat(result.dataAtFault()).isFalse();
              assertThat(result.message()).contains("who are you");
            });
  }

  @Test
  void export_badSpan_blamesData() throws Exception {
    SpanBatch bad = SpanFixtures.batch(SpanFixtures.CLIENT.toBuilder().spanId(0).build());

    assertThat(export(bad))
        .isInstanceOfSatisfying(
            ExportResult.Permanent.class,
            result -> {
              assertThat(result.dataAtFault()).isTrue();
              assertThat(result.message()).contains("span ids must be 64 bit");
            });
  }

  @Test
  void export_backendUnavailable_isRetryable() throws Exception {
    tempo.answerNext(FakeTempo.refusal(Status.Code.UNAVAILABLE, 503, "starting"));

    assertThat(export(BATCH))
        .isInstanceOfSatisfying(
            ExportResult.Retryable.class,
            result -> assertThat(result.message()).contains("starting"));
    assertThat(tempo.requests()).as("sent once").isEqualTo(1);
  }

  @Test
  void export_rateLimitWithoutHint_isRetryable() throws Exception {
    tempo.answerNext(FakeTempo.rateLimited(Optional.empty()));

    assertThat(export(BATCH)).isInstanceOf(ExportResult.Retryable.class);
  }

  @Test
  void export_batchOverBackendsLimit_isSplit() throws Exception {
    tempo.answerNext(FakeTempo.batchTooLarge());

    assertThat(export(BATCH)).isInstanceOf(ExportResult.Split.class);
  }

  @Test
  void export_noAnswerInTime_isRetryable() throws Exception {
    exporter = exporter(tempo, Duration.ofMillis(200));
    exporter.start();
    tempo.answerNext(new FakeTempo.Reply.Silence());

    assertThat(result(exporter, BATCH)).isInstanceOf(ExportResult.Retryable.class);
  }

  @Test
  void export_connectionReset_isRetryable() throws Exception {
    tempo.answerNext(new FakeTempo.Reply.Hangup());

    assertThat(export(BATCH)).isInstanceOf(ExportResult.Retryable.class);
  }

  @Test
  void export_nobodyListens_isRetryable() throws Exception {
    exporter = exporter(tempo, LONG);
    tempo.close();
    exporter.start();

    assertThat(result(exporter, BATCH)).isInstanceOf(ExportResult.Retryable.class);
  }

  @Test
  void export_partialSuccess_tellsCountAndText() throws Exception {
    tempo.answerNext(new FakeTempo.Reply.Partial(1, "one was too old"));

    assertThat(export(BATCH)).isEqualTo(new ExportResult.Partial(1, "one was too old"));
  }

  @Test
  void close_callInFlight_waitsForItsAnswer() throws Exception {
    tempo.hold();
    exporter = exporter(tempo, LONG);
    exporter.start();
    CompletableFuture<ExportResult> result = exporter.export(BATCH).toCompletableFuture();
    Awaitility.await().until(() -> tempo.requests() == 1);

    CompletableFuture<Void> closed = CompletableFuture.runAsync(() -> exporter.close(LONG));
    tempo.release();

    closed.get(20, TimeUnit.SECONDS);
    assertThat(result.get(1, TimeUnit.SECONDS)).isEqualTo(ExportResult.DELIVERED);
  }

  @Test
  void close_callNeverAnswered_endsAtDeadline() throws Exception {
    tempo.hold();
    exporter = exporter(tempo, LONG);
    exporter.start();
    CompletableFuture<ExportResult> result = exporter.export(BATCH).toCompletableFuture();
    Awaitility.await().until(() -> tempo.requests() == 1);

    exporter.close(Duration.ofMillis(50));

    assertThat(result.get(10, TimeUnit.SECONDS)).isInstanceOf(ExportResult.Retryable.class);
  }

  @Test
  void export_oneBadSpanInAThousand_losesThatOneAlone() throws Exception {
    List<dev.ichnos.model.Span> thousand = new ArrayList<>();
    for (int i = 1; i <= 1_000; i++) {
      // Zero is no span id: the strict backend refuses a whole request for it.
      thousand.add(SpanFixtures.CLIENT.toBuilder().spanId(i == 700 ? 0 : i).build());
    }
    exporter = exporter(tempo, LONG);
    exporter.start();
    Metrics counts = new Metrics();
    MemoryJournal journal = new MemoryJournal(JournalConfig.defaults(), counts);
    Lane lane =
        new Lane(
            exporter,
            journal.reader(exporter.name()),
            LaneConfig.defaults(),
            LaneRules.of(Set.of(SpanFixtures.ORIGIN.receiver())),
            counts);
    journal.start();
    lane.start();

    journal.append(BATCH.withSpans(thousand)).toCompletableFuture().get(10, TimeUnit.SECONDS);
    lane.close(LONG);
    journal.close(Duration.ZERO);

    assertThat(tempo.storedSpans()).hasSize(999);
    assertThat(tempo.storedSpans().stream().map(Span::getSpanId).distinct()).hasSize(999);
    assertThat(lane.account().sent()).isEqualTo(999);
    assertThat(lane.account().dropped(DropReason.REFUSED_BY_BACKEND)).isEqualTo(1);
    assertThat(tempo.requests()).as("found by halves").isLessThan(40);
  }

  /** Starts the exporter, sends one batch, waits for the result. */
  protected ExportResult export(SpanBatch batch) throws Exception {
    exporter = exporter(tempo, LONG);
    return exportBy(exporter, batch);
  }

  /** Starts this exporter, which is closed after the test, and sends one batch. */
  protected ExportResult exportBy(Exporter other, SpanBatch batch) throws Exception {
    exporter = other;
    exporter.start();
    return result(exporter, batch);
  }

  protected static ExportResult result(Exporter exporter, SpanBatch batch) throws Exception {
    return exporter.export(batch).toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  private static ByteString bytes(long id) {
    return ByteString.copyFrom(ByteBuffer.allocate(8).putLong(0, id));
  }
}
