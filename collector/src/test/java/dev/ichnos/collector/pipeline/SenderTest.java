package dev.ichnos.collector.pipeline;

import static dev.ichnos.collector.pipeline.TestSpans.batch;
import static dev.ichnos.collector.pipeline.TestSpans.span;
import static dev.ichnos.collector.pipeline.TestSpans.trace;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.codec.DropReason;
import dev.ichnos.collector.config.DataSize;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanBatch;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What becomes of batches, seen through a lane without a window. */
class SenderTest {
  private static final ExportResult DOWN = new ExportResult.Retryable(Duration.ZERO, "down");
  private static final ExportResult BAD = new ExportResult.Permanent(true, "bad span");

  private final LaneBed bed = new LaneBed(LaneBed.NO_WINDOW);

  @Test
  void retryable_comesAgainAfterGrowingWaits() {
    bed.exporter.answering(call -> DOWN);
    bed.append(trace(1, 2));
    bed.settle();
    assertThat(bed.exporter.calls()).hasSize(1);

    bed.advanceAndSettle(Duration.ofMillis(999));
    assertThat(bed.exporter.calls()).hasSize(1);
    bed.advanceAndSettle(Duration.ofMillis(1));
    assertThat(bed.exporter.calls()).hasSize(2);
    bed.advanceAndSettle(Duration.ofMillis(1_999));
    assertThat(bed.exporter.calls()).hasSize(2);
    bed.exporter.answering(call -> ExportResult.DELIVERED);
    bed.advanceAndSettle(Duration.ofMillis(1));

    assertThat(bed.exporter.calls()).hasSize(3);
    assertThat(bed.account().sent()).isEqualTo(2);
    assertThat(bed.account().resent()).isEqualTo(4);
    assertThat(bed.journal.bytes()).isZero();
  }

  @Test
  void retryable_withRetryInfo_waitsAtLeastThatLong() {
    bed.exporter.answering(call -> new ExportResult.Retryable(Duration.ofSeconds(42), "busy"));
    bed.append(trace(1, 1));
    bed.settle();

    bed.advanceAndSettle(Duration.ofMillis(41_999));
    assertThat(bed.exporter.calls()).hasSize(1);
    bed.advanceAndSettle(Duration.ofMillis(1));

    assertThat(bed.exporter.calls()).hasSize(2);
  }

  @Test
  void retryable_withAskedWait_slowsTheCallsThatFollow() {
    LaneBed small =
        new LaneBed(
            LaneBed.config(LaneBed.NO_WINDOW, 1, 4),
            DataSize.ofMebibytes(64),
            LaneRules.of(Set.of("test")));
    for (int key = 0; key < 100; key++) {
      small.append(trace(key, 1));
    }
    small.settle();
    small.exporter.answering(call -> new ExportResult.Retryable(Duration.ofSeconds(1), "quota"));
    small.append(trace(100, 1));
    small.settle();
    small.exporter.answering(call -> ExportResult.DELIVERED);
    int before = small.exporter.calls().size();
    for (int key = 101; key < 300; key++) {
      small.append(trace(key, 1));
    }
    small.advanceAndSettle(Duration.ofSeconds(1));
    for (int step = 0; step < 100; step++) {
      small.advanceAndSettle(Duration.ofMillis(10));
    }

    assertThat(small.exporter.calls().size() - before).isBetween(40, 70);
    assertThat(small.account().waiting()).isPositive();
  }

  @Test
  void takes_spanThatTheFormatCannotSay_isDroppedAlone() {
    bed.exporter.taking(span -> span.spanId() != 2);

    bed.append(trace(1, 3));
    bed.append(batch(span(2, 2)));
    bed.settle();

    assertThat(bed.exporter.delivered()).extracting(Span::spanId).containsExactly(1L, 3L);
    assertThat(bed.account().dropped()).containsEntry(DropReason.NOT_ENCODABLE, 2L);
    assertThat(bed.account().sent()).isEqualTo(2);
    assertThat(bed.journal.bytes()).isZero();
  }

  @Test
  void retryable_manyBatchesReady_probesOneAtATimeUntilOnePasses() {
    LaneBed small =
        new LaneBed(
            LaneBed.config(LaneBed.NO_WINDOW, 1, 4),
            DataSize.ofMebibytes(64),
            LaneRules.of(Set.of("test")));
    small.exporter.answering(call -> DOWN);
    small.append(trace(0, 1));
    small.settle();
    small.exporter.holding();
    for (int key = 1; key <= 50; key++) {
      small.append(trace(key, 1));
    }
    small.settle();
    assertThat(small.exporter.openCalls()).isZero();

    small.advanceAndSettle(Duration.ofSeconds(1));
    assertThat(small.exporter.openCalls()).isEqualTo(1);
    small.exporter.answerNext(ExportResult.DELIVERED);
    small.settle();

    assertThat(small.exporter.openCalls()).isEqualTo(4);
  }

  @Test
  void retryable_oneBatchNeverPasses_othersDo() {
    bed.exporter.answering(
        call -> call.spans().get(0).traceIdLow() == 1 ? DOWN : ExportResult.DELIVERED);
    bed.append(trace(1, 1));
    bed.settle();

    for (int key = 2; key <= 60; key++) {
      bed.append(trace(key, 1));
      bed.advanceAndSettle(Duration.ofSeconds(1));
    }

    assertThat(bed.account().sent()).isGreaterThanOrEqualTo(58);
    assertThat(bed.account().waiting()).isBetween(1L, 2L);
  }

  @Test
  void split_halvesUntilItFits() {
    bed.exporter.answering(
        call -> call.size() > 10 ? new ExportResult.Split("too big") : ExportResult.DELIVERED);
    bed.append(trace(1, 100));

    bed.settle();

    assertThat(bed.account().sent()).isEqualTo(100);
    assertThat(bed.exporter.delivered()).doesNotHaveDuplicates().hasSize(100);
  }

  @Test
  void split_keepsSmallTracesWhole() {
    bed.exporter.answering(
        call -> call.size() > 20 ? new ExportResult.Split("too big") : ExportResult.DELIVERED);
    SpanBatch[] traces = new SpanBatch[10];
    for (int key = 0; key < 10; key++) {
      traces[key] = trace(key, 3);
      bed.append(traces[key]);
    }

    bed.settle();

    assertThat(bed.exporter.calls())
        .filteredOn(call -> call.size() <= 20)
        .allSatisfy(call -> assertThat(call.size() % 3).isZero());
  }

  @Test
  void split_singleSpan_isTooLarge() {
    bed.exporter.answering(
        call ->
            call.spans().stream().anyMatch(span -> span.spanId() == 13)
                ? new ExportResult.Split("too big")
                : ExportResult.DELIVERED);
    bed.append(trace(1, 100));

    bed.settle();

    assertThat(bed.account().sent()).isEqualTo(99);
    assertThat(bed.account().dropped(DropReason.TOO_LARGE)).isEqualTo(1);
    assertThat(bed.journal.bytes()).isZero();
  }

  @Test
  void permanent_dataAtFault_threeBadOfAThousand_onlyTheseAreLost() {
    Set<Long> bad = Set.of(17L, 500L, 999L);
    refuseBatchesWith(bad);
    bed.append(trace(1, 1_000));

    bed.settle();

    assertThat(bed.account().dropped(DropReason.REFUSED_BY_BACKEND)).isEqualTo(3);
    assertThat(bed.exporter.delivered())
        .hasSize(997)
        .extracting(Span::spanId)
        .doesNotContainAnyElementsOf(bad);
    assertThat(bed.exporter.calls()).hasSizeLessThanOrEqualTo(65);
  }

  @Test
  void permanent_dataAtFault_everySpanBad_callsAreBounded() {
    bed.exporter.answering(call -> BAD);
    bed.append(trace(1, 1_000));

    bed.settle();

    assertThat(bed.account().dropped(DropReason.REFUSED_BY_BACKEND)).isEqualTo(1_000);
    assertThat(bed.exporter.calls()).hasSize(65);
    assertThat(bed.journal.bytes()).isZero();
  }

  @Test
  void permanent_dataAtFault_thirtyBadOfAThousand_mostOfTheGoodPass() {
    Set<Long> bad = new HashSet<>();
    for (long id = 1; id <= 1_000; id += 34) {
      bad.add(id);
    }
    refuseBatchesWith(bad);
    bed.append(trace(1, 1_000));

    bed.settle();

    assertThat(bed.account().sent() + bed.account().dropped(DropReason.REFUSED_BY_BACKEND))
        .isEqualTo(1_000);
    assertThat(bed.exporter.calls()).hasSize(65);
  }

  @Test
  void permanent_notTheDatasFault_dropsTheBatchWithoutBisecting() {
    bed.exporter.answering(call -> new ExportResult.Permanent(false, "no such method"));
    bed.append(trace(1, 10));

    bed.settle();

    assertThat(bed.exporter.calls()).hasSize(1);
    assertThat(bed.account().dropped(DropReason.REFUSED_BY_BACKEND)).isEqualTo(10);
  }

  @Test
  void partial_countsTheRejectedAndDoesNotSendAgain() {
    bed.exporter.answering(call -> new ExportResult.Partial(3, "three too old"));
    bed.append(trace(1, 10));

    bed.settle();
    bed.advanceAndSettle(Duration.ofMinutes(1));

    assertThat(bed.exporter.calls()).hasSize(1);
    assertThat(bed.account().sent()).isEqualTo(7);
    assertThat(bed.account().dropped(DropReason.REFUSED_BY_BACKEND)).isEqualTo(3);
  }

  @Test
  void partial_rejectsMoreThanWasSent_countsTheBatch() {
    bed.exporter.answering(call -> new ExportResult.Partial(Long.MAX_VALUE, "all"));
    bed.append(trace(1, 10));

    bed.settle();

    assertThat(bed.account().dropped(DropReason.REFUSED_BY_BACKEND)).isEqualTo(10);
  }

  @Test
  void exporterThrows_isAnInternalErrorAndTheLaneGoesOn() {
    bed.exporter.answering(
        call -> {
          if (call.spans().get(0).traceIdLow() == 1) {
            throw new IllegalStateException("bug");
          }
          return ExportResult.DELIVERED;
        });
    bed.append(trace(1, 2));
    bed.settle();
    bed.append(trace(2, 1));
    bed.settle();

    assertThat(bed.account().dropped(DropReason.INTERNAL_ERROR)).isEqualTo(2);
    assertThat(bed.account().sent()).isEqualTo(1);
    assertThat(bed.journal.bytes()).isZero();
  }

  @Test
  void exporterNeverAnswers_sendsAgainAndCountsOnce() {
    bed.exporter.holding();
    bed.append(trace(1, 1));
    bed.settle();

    bed.advanceAndSettle(Duration.ofSeconds(300));
    bed.advanceAndSettle(Duration.ofSeconds(1));
    assertThat(bed.exporter.openCalls()).isEqualTo(2);
    bed.exporter.answerNext(ExportResult.DELIVERED);
    bed.settle();
    assertThat(bed.account().sent()).isZero();
    bed.exporter.answerNext(ExportResult.DELIVERED);
    bed.settle();

    assertThat(bed.account().sent()).isEqualTo(1);
  }

  @Test
  void concurrency_isNeverPassed() {
    LaneBed small =
        new LaneBed(
            LaneBed.config(LaneBed.NO_WINDOW, 1, 3),
            DataSize.ofMebibytes(64),
            LaneRules.of(Set.of("test")));
    small.exporter.holding();
    for (int key = 0; key < 20; key++) {
      small.append(trace(key, 1));
    }
    for (int answered = 0; answered < 20; answered++) {
      small.settle();
      assertThat(small.exporter.openCalls()).isEqualTo(Math.min(3, 20 - answered));
      small.exporter.answerNext(ExportResult.DELIVERED);
    }
    small.settle();

    assertThat(small.account().sent()).isEqualTo(20);
  }

  @Test
  void traceOverManyBatches_entryIsKeptUntilItsLastSpan() {
    LaneBed small =
        new LaneBed(
            LaneBed.config(LaneBed.NO_WINDOW, 4, 3),
            DataSize.ofMebibytes(64),
            LaneRules.of(Set.of("test")));
    small.exporter.holding();
    small.append(trace(1, 12));
    small.settle();
    small.exporter.answerNext(ExportResult.DELIVERED);
    small.exporter.answerNext(ExportResult.DELIVERED);
    small.settle();
    assertThat(small.journal.entries()).isEqualTo(1);

    small.exporter.answerNext(ExportResult.DELIVERED);
    small.settle();

    assertThat(small.journal.entries()).isZero();
  }

  @Test
  void synchronousAnswers_inAnyNumber_doNotRecurse() {
    LaneBed small =
        new LaneBed(
            LaneBed.config(LaneBed.NO_WINDOW, 1, 1_000),
            DataSize.ofMebibytes(64),
            LaneRules.of(Set.of("test")));
    for (int key = 0; key < 20_000; key++) {
      small.append(batch(span(key, 1)));
    }

    small.settle();

    assertThat(small.account().sent()).isEqualTo(20_000);
  }

  @Test
  void answerFromAnotherThread_wakesTheLane() throws InterruptedException {
    bed.exporter.holding();
    bed.append(trace(1, 1));
    bed.settle();

    CompletableFuture<Void> answer =
        CompletableFuture.runAsync(() -> bed.exporter.answerNext(ExportResult.DELIVERED));
    answer.join();
    bed.loop.turn(Duration.ofMinutes(1).toNanos());
    bed.settle();

    assertThat(bed.account().sent()).isEqualTo(1);
  }

  private void refuseBatchesWith(Set<Long> bad) {
    bed.exporter.answering(
        call ->
            call.spans().stream().anyMatch(span -> bad.contains(span.spanId()))
                ? BAD
                : ExportResult.DELIVERED);
  }
}
