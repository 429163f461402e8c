package dev.ichnos.collector.pipeline;

import static dev.ichnos.collector.pipeline.TestSpans.batch;
import static dev.ichnos.collector.pipeline.TestSpans.span;
import static dev.ichnos.collector.pipeline.TestSpans.trace;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.ichnos.codec.DropReason;
import dev.ichnos.collector.config.BatchConfig;
import dev.ichnos.collector.config.DataSize;
import dev.ichnos.collector.config.LaneConfig;
import dev.ichnos.collector.config.WindowConfig;
import dev.ichnos.model.Sampled;
import dev.ichnos.model.Span;
import dev.ichnos.repair.Repaired;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class LaneLoopTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  @Test
  void turn_windowOff_sendsAtOnceAndFreesTheJournal() {
    LaneBed bed = new LaneBed(LaneBed.NO_WINDOW);
    bed.append(trace(1, 3));

    bed.settle();

    assertThat(bed.exporter.delivered()).hasSize(3);
    assertThat(bed.journal.bytes()).isZero();
    assertThat(bed.account().sent()).isEqualTo(3);
  }

  @Test
  void turn_windowOn_sendsTheWholeTraceWhenItsIdleTimeIsOver() {
    LaneBed bed = new LaneBed(WindowConfig.defaults());
    bed.append(batch(span(1, 1)));
    bed.settle();
    bed.clock.advance(Duration.ofSeconds(5));
    bed.append(batch(span(1, 2)));
    bed.settle();
    bed.advanceAndSettle(Duration.ofMillis(3_900));
    assertThat(bed.exporter.calls()).isEmpty();
    assertThat(bed.account().waiting()).isEqualTo(2);

    bed.advanceAndSettle(Duration.ofMillis(100));

    assertThat(bed.exporter.calls()).hasSize(1);
    assertThat(bed.exporter.delivered()).extracting(Span::spanId).containsExactly(1L, 2L);
    assertThat(bed.account().waiting()).isZero();
  }

  @Test
  void turn_whatTheSenderDidNotSample_isDroppedAloneAndCounted() {
    LaneBed bed = new LaneBed(LaneBed.NO_WINDOW);
    Span no = span(1, 1).toBuilder().sampled(Sampled.NOT_SAMPLED).build();
    bed.append(batch(no, span(1, 2), no.toBuilder().spanId(3).debug(true).build()));
    bed.append(batch(span(2, 4).toBuilder().sampled(Sampled.NOT_SAMPLED).build()));

    bed.settle();

    assertThat(bed.exporter.delivered()).extracting(Span::spanId).containsExactly(2L, 3L);
    assertThat(bed.account().dropped(DropReason.NOT_SAMPLED)).isEqualTo(2);
    assertThat(bed.account().balanced()).isTrue();
    assertThat(bed.journal.bytes()).isZero();
  }

  @Test
  void turn_exporterThatTakesWhatWasNotSampled_isSentIt() {
    LaneBed bed = new LaneBed(LaneBed.NO_WINDOW);
    bed.exporter.takingNotSampled();
    bed.append(batch(span(1, 1).toBuilder().sampled(Sampled.NOT_SAMPLED).build()));

    bed.settle();

    assertThat(bed.exporter.delivered()).hasSize(1);
    assertThat(bed.account().dropped()).isEmpty();
  }

  @Test
  void turn_accountLineIsDue_logsWhatThisTurnTookAsWell() {
    LaneBed bed = new LaneBed(WindowConfig.defaults());
    bed.settle();
    Logger logger = (Logger) LoggerFactory.getLogger(Lane.class);
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    logger.addAppender(lines);
    try {
      bed.append(trace(1, 3));
      bed.advanceAndSettle(Duration.ofMinutes(1));
    } finally {
      logger.detachAppender(lines);
    }

    assertThat(lines.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .singleElement(InstanceOfAssertFactories.STRING)
        .contains("accepted 3", "waiting 3")
        .doesNotContain("NOT BALANCED");
  }

  @Test
  void turn_exporterThrowsAnError_dropsThatBatchAndGoesOn() {
    LaneBed bed = new LaneBed(LaneBed.NO_WINDOW);
    bed.exporter.answering(
        call -> {
          throw new StackOverflowError("deep");
        });
    bed.append(trace(1, 2));
    bed.settle();
    bed.exporter.answering(call -> ExportResult.DELIVERED);
    bed.append(trace(2, 1));

    bed.settle();

    assertThat(bed.account().dropped()).isEqualTo(Map.of(DropReason.INTERNAL_ERROR, 2L));
    assertThat(bed.account().sent()).isEqualTo(1);
    assertThat(bed.journal.bytes()).isZero();
  }

  @Test
  void turn_otherReceiver_isNotRouted() {
    LaneBed bed = new LaneBed(LaneBed.NO_WINDOW);
    bed.append(TestSpans.from("other", trace(1, 2)));
    bed.append(trace(2, 1));

    bed.settle();

    assertThat(bed.exporter.delivered()).hasSize(1);
    assertThat(bed.account().dropped()).isEqualTo(Map.of(DropReason.NOT_ROUTED, 2L));
    assertThat(bed.journal.bytes()).isZero();
  }

  @Test
  void turn_repairCreatesAndMerges_accountStaysBalanced() {
    Repair repair =
        (spans, before, tally) -> {
          tally.created("pairs", 2);
          tally.merged("twins", 1);
          return Repaired.of(List.of(spans.get(0), span(1, 8), span(1, 9), spans.get(2)));
        };
    LaneBed bed = bed(new LaneRules(Set.of("test"), repair, Sampler.KEEP_ALL));
    bed.append(trace(1, 3));

    bed.settle();
    bed.advanceAndSettle(Duration.ofSeconds(6));

    assertThat(bed.exporter.delivered()).hasSize(4);
    assertThat(bed.account().created()).isEqualTo(Map.of("pairs", 2L));
    assertThat(bed.account().merged()).isEqualTo(Map.of("twins", 1L));
    assertThat(bed.journal.bytes()).isZero();
  }

  @Test
  void turn_repairMergesEverything_letsGoOfTheEntries() {
    Repair repair =
        (spans, before, tally) -> {
          tally.merged("all", spans.size());
          return Repaired.of(List.of());
        };
    LaneBed bed = bed(new LaneRules(Set.of("test"), repair, Sampler.KEEP_ALL));
    bed.append(trace(1, 3));

    bed.settle();
    bed.advanceAndSettle(Duration.ofSeconds(6));

    assertThat(bed.exporter.calls()).isEmpty();
    assertThat(bed.account().merged()).isEqualTo(Map.of("all", 3L));
    assertThat(bed.journal.bytes()).isZero();
  }

  @Test
  void turn_repairFails_sendsTheTraceAsItCame() {
    Repair repair =
        (spans, before, tally) -> {
          tally.created("half", 1);
          throw new IllegalStateException("broken");
        };
    LaneBed bed = bed(new LaneRules(Set.of("test"), repair, Sampler.KEEP_ALL));
    bed.append(trace(1, 3));

    bed.settle();
    bed.advanceAndSettle(Duration.ofSeconds(6));

    assertThat(bed.exporter.delivered()).hasSize(3);
    assertThat(bed.account().created()).isEmpty();
  }

  @Test
  void turn_samplerSaysNo_isNotSampled() {
    Sampler odd = (spans, randomness) -> spans.get(0).traceIdLow() % 2 == 1;
    LaneBed bed = bed(new LaneRules(Set.of("test"), Repair.NONE, odd));
    for (int key = 1; key <= 10; key++) {
      bed.append(trace(key, 2));
    }

    bed.settle();
    bed.advanceAndSettle(Duration.ofSeconds(6));

    assertThat(bed.account().sent()).isEqualTo(10);
    assertThat(bed.account().dropped(DropReason.NOT_SAMPLED)).isEqualTo(10);
    assertThat(bed.journal.bytes()).isZero();
  }

  @Test
  void turn_backendHolds_stopsPollingAtTheReadyBound() {
    LaneBed bed =
        new LaneBed(smallBatches(), DataSize.ofMebibytes(64), LaneRules.of(Set.of("test")));
    bed.exporter.holding();
    for (int key = 1; key <= 5_000; key++) {
      bed.append(batch(TestSpans.large(key, 1, 1_000)));
    }

    bed.settle();

    long held = 5_000 - unpolled(bed);
    assertThat(bed.exporter.openCalls()).isEqualTo(2);
    assertThat(held).isBetween(10L, 4_000L);
    assertThat(bed.account().waiting()).isEqualTo(5_000);
  }

  @Test
  void account_spansNotPolledYet_areAcceptedAndWait() {
    LaneBed bed = new LaneBed(LaneBed.NO_WINDOW);
    bed.append(trace(1, 3));
    bed.settle();

    bed.append(trace(2, 2));

    assertThat(bed.account().accepted()).isEqualTo(5);
    assertThat(bed.account().waiting()).isEqualTo(2);
  }

  @Test
  void drain_openWindows_closeAndLeave() {
    LaneBed bed = new LaneBed(WindowConfig.defaults());
    bed.append(trace(1, 3));
    bed.settle();
    assertThat(bed.exporter.calls()).isEmpty();

    bed.loop.drain();
    bed.settle();

    assertThat(bed.loop.isDrained()).isTrue();
    assertThat(bed.account().sent()).isEqualTo(3);
  }

  @Test
  void abandon_everywhereSomething_countsAllAsNotDrained() {
    LaneBed bed =
        new LaneBed(smallBatches(), DataSize.ofMebibytes(64), LaneRules.of(Set.of("test")));
    bed.exporter.holding();
    for (int key = 1; key <= 5_000; key++) {
      bed.append(batch(TestSpans.large(key, 1, 1_000)));
    }
    bed.settle();

    assertThat(bed.loop.abandon()).isEqualTo(5_000);
    bed.exporter.answerNext(ExportResult.DELIVERED);
    bed.settle();

    assertThat(bed.account().dropped(DropReason.NOT_DRAINED)).isEqualTo(5_000);
    assertThat(bed.account().sent()).isZero();
    assertThat(bed.account().waiting()).isZero();
    assertThat(bed.journal.bytes()).isZero();
  }

  @Test
  void oldestAge_traceWaits_growsWithTheClock() {
    LaneBed bed = new LaneBed(WindowConfig.defaults());
    assertThat(bed.loop.oldestAgeNanos()).isZero();
    bed.append(trace(1, 1));
    bed.settle();

    bed.advanceAndSettle(SECOND.multipliedBy(4));

    assertThat(bed.loop.oldestAgeNanos()).isEqualTo(SECOND.multipliedBy(4).toNanos());
  }

  @Test
  void turn_twoLanesOneDead_theOtherIsNotHeld() throws InterruptedException {
    LaneBed bed = new LaneBed(LaneBed.NO_WINDOW);
    bed.exporter.answering(call -> new ExportResult.Retryable(Duration.ZERO, "down"));
    RecordingExporter good = new RecordingExporter("good");
    LaneLoop other =
        new LaneLoop(
            good,
            bed.journal.reader("good"),
            LaneBed.config(LaneBed.NO_WINDOW, 2_000, 4),
            LaneRules.of(Set.of("test")),
            bed.clock,
            () -> 0.5);
    for (int key = 1; key <= 100; key++) {
      bed.append(trace(key, 1));
      bed.settle();
      other.turn(0);
      other.turn(0);
    }
    other.turn(0);

    assertThat(good.delivered()).hasSize(100);
    assertThat(bed.account().waiting()).isEqualTo(100);
    assertThat(bed.journal.entries()).isEqualTo(100);
  }

  private static long unpolled(LaneBed bed) {
    List<Entry> rest;
    long count = 0;
    try {
      do {
        rest = bed.reader.poll(1 << 20, Duration.ZERO);
        count += rest.size();
      } while (!rest.isEmpty());
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return count;
  }

  private static LaneConfig smallBatches() {
    LaneConfig base = LaneBed.config(LaneBed.NO_WINDOW, 100, 2);
    return new LaneConfig(
        new BatchConfig(DataSize.ofKibibytes(64), 100, Duration.ZERO),
        base.retry(),
        base.window(),
        2,
        0,
        base.timeout());
  }

  private static LaneBed bed(LaneRules rules) {
    return new LaneBed(
        LaneBed.config(WindowConfig.defaults(), 2_000, 4), DataSize.ofMebibytes(64), rules);
  }
}
