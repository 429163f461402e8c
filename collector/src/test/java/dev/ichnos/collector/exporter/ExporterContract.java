package dev.ichnos.collector.exporter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.codec.DropReason;
import dev.ichnos.collector.component.Metrics;
import dev.ichnos.collector.config.JournalConfig;
import dev.ichnos.collector.config.LaneConfig;
import dev.ichnos.collector.journal.memory.MemoryJournal;
import dev.ichnos.collector.pipeline.ExportResult;
import dev.ichnos.collector.pipeline.Exporter;
import dev.ichnos.collector.pipeline.Lane;
import dev.ichnos.collector.pipeline.LaneRules;
import dev.ichnos.collector.testing.FakeBackend;
import dev.ichnos.collector.testing.FakeBackend.StoredIds;
import dev.ichnos.collector.testing.FakeBackend.Trouble;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanBatch;
import dev.ichnos.model.SpanFixtures;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every exporter owes its lane, shown against a strict backend on a real socket.
 *
 * @param <B> the backend
 */
public abstract class ExporterContract<B extends FakeBackend> {
  protected static final SpanBatch BATCH =
      SpanFixtures.batch(SpanFixtures.CLIENT, SpanFixtures.SERVER);

  private static final Duration LONG = Duration.ofSeconds(20);

  protected B backend;
  private Exporter exporter;

  protected abstract B startBackend() throws IOException;

  /** The exporter under test, not started, towards the backend, with this time for one call. */
  protected abstract Exporter exporter(B backend, Duration timeout);

  /** A span of this id for which the backend refuses a whole request, as bad data. */
  protected abstract Span badSpan(long spanId);

  /** Of the backend's words for it. */
  protected abstract String badSpanWords();

  /** What a call is told for which we have no right; by default, that it is given up. */
  protected void assertUnauthorized(ExportResult result) {
    assertThat(result)
        .isInstanceOfSatisfying(
            ExportResult.Permanent.class,
            permanent -> {
              assertThat(permanent.dataAtFault()).isFalse();
              assertThat(permanent.message()).contains("who are you");
            });
  }

  @BeforeEach
  void start() throws IOException {
    backend = startBackend();
  }

  @AfterEach
  void stop() {
    if (exporter != null) {
      exporter.close(Duration.ZERO);
    }
    backend.close();
    assertThat(backend.violations()).isEmpty();
  }

  @Test
  void export_goodBatch_isDeliveredWhole() throws Exception {
    assertThat(export(BATCH)).isEqualTo(ExportResult.DELIVERED);

    assertThat(backend.storedIds())
        .containsExactlyInAnyOrder(
            new StoredIds(SpanFixtures.CLIENT.spanId(), 0),
            new StoredIds(SpanFixtures.SERVER.spanId(), SpanFixtures.CLIENT.spanId()));
  }

  @Test
  void export_backendUnauthorized_doesNotBlameData() throws Exception {
    backend.answerNext(Trouble.UNAUTHORIZED);

    assertUnauthorized(export(BATCH));
  }

  @Test
  void export_badSpan_blamesData() throws Exception {
    SpanBatch bad = SpanFixtures.batch(badSpan(700));

    assertThat(export(bad))
        .isInstanceOfSatisfying(
            ExportResult.Permanent.class,
            result -> {
              assertThat(result.dataAtFault()).isTrue();
              assertThat(result.message()).contains(badSpanWords());
            });
  }

  @Test
  void export_backendUnavailable_isRetryable() throws Exception {
    backend.answerNext(Trouble.UNAVAILABLE);

    assertThat(export(BATCH))
        .isInstanceOfSatisfying(
            ExportResult.Retryable.class,
            result -> assertThat(result.message()).contains("starting"));
    assertThat(backend.requests()).as("sent once").isEqualTo(1);
  }

  @Test
  void export_rateLimitWithoutHint_isRetryable() throws Exception {
    backend.answerNext(Trouble.RATE_LIMITED);

    assertThat(export(BATCH)).isInstanceOf(ExportResult.Retryable.class);
  }

  @Test
  void export_batchOverBackendsLimit_isSplit() throws Exception {
    backend.answerNext(Trouble.TOO_LARGE);

    assertThat(export(BATCH)).isInstanceOf(ExportResult.Split.class);
  }

  @Test
  void export_noAnswerInTime_isRetryable() throws Exception {
    exporter = exporter(backend, Duration.ofMillis(200));
    exporter.start();
    backend.answerNext(Trouble.SILENCE);

    assertThat(result(exporter, BATCH)).isInstanceOf(ExportResult.Retryable.class);
  }

  @Test
  void export_connectionReset_isRetryable() throws Exception {
    backend.answerNext(Trouble.HANGUP);

    assertThat(export(BATCH)).isInstanceOf(ExportResult.Retryable.class);
  }

  @Test
  void export_nobodyListens_isRetryable() throws Exception {
    exporter = exporter(backend, LONG);
    backend.close();
    exporter.start();

    assertThat(result(exporter, BATCH)).isInstanceOf(ExportResult.Retryable.class);
  }

  @Test
  void close_callInFlight_waitsForItsAnswer() throws Exception {
    backend.hold();
    exporter = exporter(backend, LONG);
    exporter.start();
    CompletableFuture<ExportResult> result = exporter.export(BATCH).toCompletableFuture();
    Awaitility.await().until(() -> backend.requests() == 1);

    CompletableFuture<Void> closed = CompletableFuture.runAsync(() -> exporter.close(LONG));
    backend.release();

    closed.get(20, TimeUnit.SECONDS);
    assertThat(result.get(1, TimeUnit.SECONDS)).isEqualTo(ExportResult.DELIVERED);
  }

  @Test
  void close_callNeverAnswered_endsAtDeadline() throws Exception {
    backend.hold();
    exporter = exporter(backend, LONG);
    exporter.start();
    CompletableFuture<ExportResult> result = exporter.export(BATCH).toCompletableFuture();
    Awaitility.await().until(() -> backend.requests() == 1);

    exporter.close(Duration.ofMillis(50));

    assertThat(result.get(10, TimeUnit.SECONDS)).isInstanceOf(ExportResult.Retryable.class);
  }

  @Test
  void export_oneBadSpanInAThousand_losesThatOneAlone() throws Exception {
    List<Span> thousand = new ArrayList<>();
    for (int i = 1; i <= 1_000; i++) {
      thousand.add(i == 700 ? badSpan(i) : SpanFixtures.CLIENT.toBuilder().spanId(i).build());
    }
    exporter = exporter(backend, LONG);
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

    assertThat(backend.storedIds()).hasSize(999).doesNotHaveDuplicates();
    assertThat(lane.account().sent()).isEqualTo(999);
    assertThat(lane.account().dropped(DropReason.REFUSED_BY_BACKEND)).isEqualTo(1);
    assertThat(backend.requests()).as("found by halves").isLessThan(40);
  }

  /** Starts the exporter, sends one batch, waits for the result. */
  protected ExportResult export(SpanBatch batch) throws Exception {
    exporter = exporter(backend, LONG);
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
}
