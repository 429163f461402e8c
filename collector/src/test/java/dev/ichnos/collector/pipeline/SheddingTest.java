package dev.ichnos.collector.pipeline;

import static dev.ichnos.collector.pipeline.TestSpans.batch;
import static dev.ichnos.collector.pipeline.TestSpans.error;
import static dev.ichnos.collector.pipeline.TestSpans.ofTenant;
import static dev.ichnos.collector.pipeline.TestSpans.span;
import static dev.ichnos.collector.pipeline.TestSpans.trace;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.codec.DropReason;
import dev.ichnos.collector.config.DataSize;
import dev.ichnos.collector.config.WindowConfig;
import dev.ichnos.model.Span;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SheddingTest {
  private static final ExportResult DOWN = new ExportResult.Retryable(Duration.ZERO, "down");
  private static final long SPAN_BYTES = batch(span(1, 1)).retainedBytes() + 120;

  @Test
  void deadBackend_windowOn_keepsBelowMaxSizeAndTracesWhole() {
    LaneBed bed = bed(1_000, WindowConfig.defaults());
    bed.exporter.answering(call -> DOWN);
    for (int round = 0; round < 40; round++) {
      for (int spanId = 1; spanId <= 4; spanId++) {
        for (int i = 0; i < 50; i++) {
          bed.append(batch(span(round * 50L + i, spanId)));
        }
        bed.advanceAndSettle(Duration.ofMillis(500));
      }
      assertThat(bed.journal.bytes()).isLessThanOrEqualTo(1_000 * SPAN_BYTES);
    }
    recover(bed);

    assertThat(spansByTrace(bed).values()).isNotEmpty().allMatch(spans -> spans == 4);
    long shed = bed.account().dropped(DropReason.SHED);
    assertThat(shed + bed.account().sent()).isEqualTo(8_000);
    assertThat(bed.account().sent()).isGreaterThan(600);
    assertThat(bed.journal.bytes()).isZero();
  }

  @Test
  void deadBackend_windowOff_shedsWhatStandsReadyAndInRetry() {
    LaneBed bed = bed(1_000, LaneBed.NO_WINDOW);
    bed.exporter.answering(call -> DOWN);
    for (int key = 0; key < 5_000; key++) {
      bed.append(trace(key, 1));
      bed.advanceAndSettle(Duration.ofMillis(10));
      assertThat(bed.journal.bytes()).isLessThanOrEqualTo(1_000 * SPAN_BYTES);
    }
    recover(bed);

    assertThat(bed.account().sent()).isBetween(800L, 1_010L);
    assertThat(bed.account().dropped(DropReason.SHED)).isEqualTo(5_000 - bed.account().sent());
  }

  @Test
  void arrived_oldFlood_isForgottenWhileNothingIsShed() {
    Shedder shedder = new Shedder(0);
    shedder.arrived(entry("yesterday", 1_000_000));
    for (int second = 0; second < 300; second++) {
      shedder.age(second * 1_000_000_000L);
    }
    shedder.arrived(entry("now", 900));
    shedder.arrived(entry("small", 100));

    assertThat(shedder.raise(List.of(sheddable("small"), sheddable("now")), 1))
        .extracting(Sheddable::tenant)
        .containsExactly("now");
  }

  @Test
  void fall_backendTakesWhatComes_toNothingWithinTwoSeconds() {
    Shedder quick = new Shedder(0);
    Shedder congested = new Shedder(0);
    quick.raise(List.of(sheddable("a")), 1);
    congested.raise(List.of(sheddable("a")), 1);
    double raised = quick.level();
    for (long tenth = 0; tenth < 20; tenth++) {
      quick.fall(false, tenth * 100_000_000L);
      congested.fall(true, tenth * 100_000_000L);
    }

    assertThat(raised).isPositive();
    assertThat(quick.level()).isZero();
    assertThat(congested.level()).isGreaterThan(raised * 0.9);
  }

  private static Entry entry(String tenant, long bytes) {
    return new Entry(0, 0, ofTenant(tenant, trace(1, 1)), bytes);
  }

  private static Sheddable sheddable(String tenant) {
    return new TraceUnit(List.of(entry(tenant, 100)), entry -> {});
  }

  @Test
  void deadBackend_tracesWithErrors_goLast() {
    LaneBed bed = bed(1_000, LaneBed.NO_WINDOW);
    bed.exporter.answering(call -> DOWN);
    for (int key = 0; key < 3_000; key++) {
      bed.append(batch(key % 10 == 0 ? error(key, 1) : span(key, 1)));
      bed.advanceAndSettle(Duration.ofMillis(10));
    }
    recover(bed);

    Set<Long> errors =
        bed.exporter.delivered().stream()
            .map(Span::traceIdLow)
            .filter(key -> key % 10 == 0)
            .collect(Collectors.toSet());
    assertThat(errors).hasSize(300);
    assertThat(bed.account().dropped(DropReason.SHED)).isGreaterThan(1_500);
  }

  @Test
  void deadBackend_onlyErrors_areShedToo() {
    LaneBed bed = bed(1_000, LaneBed.NO_WINDOW);
    bed.exporter.answering(call -> DOWN);
    for (int key = 0; key < 3_000; key++) {
      bed.append(batch(error(key, 1)));
      bed.advanceAndSettle(Duration.ofMillis(10));
      assertThat(bed.journal.bytes()).isLessThanOrEqualTo(1_001 * SPAN_BYTES);
    }
    recover(bed);

    assertThat(bed.account().sent()).isGreaterThan(800);
  }

  @Test
  void deadBackend_oneTenantFloods_theOthersKeepTheirTraces() {
    LaneBed bed = bed(1_000, LaneBed.NO_WINDOW);
    bed.exporter.answering(call -> DOWN);
    for (int key = 0; key < 3_000; key++) {
      String tenant = key % 30 == 0 ? "small" : key % 30 == 1 ? "tiny" : "flood";
      bed.append(ofTenant(tenant, trace(key, 1)));
      bed.advanceAndSettle(Duration.ofMillis(10));
    }
    recover(bed);

    long others =
        bed.exporter.delivered().stream().filter(span -> span.traceIdLow() % 30 < 2).count();
    assertThat(others).isEqualTo(200);
    assertThat(bed.account().dropped(DropReason.SHED)).isGreaterThan(1_500);
  }

  @Test
  void goodBackend_windowHoldsTooMuch_closesEarlyAndShedsNothing() {
    LaneBed bed = bed(100, WindowConfig.defaults());
    for (int key = 0; key < 1_000; key++) {
      bed.append(trace(key, 1));
      bed.settle();
    }
    bed.advanceAndSettle(Duration.ofSeconds(6));

    assertThat(bed.account().sent()).isEqualTo(1_000);
    assertThat(bed.account().dropped(DropReason.SHED)).isZero();
    assertThat(bed.loop.window().earlyClosed()).isGreaterThan(800);
  }

  @Test
  void backendIsBack_levelFallsUntilNothingIsShed() {
    LaneBed bed = bed(1_000, LaneBed.NO_WINDOW);
    bed.exporter.answering(call -> DOWN);
    for (int key = 0; key < 5_000; key++) {
      bed.append(trace(key, 1));
      bed.advanceAndSettle(Duration.ofMillis(10));
    }
    recover(bed);
    for (int second = 0; second < 60; second++) {
      bed.advanceAndSettle(Duration.ofSeconds(1));
    }
    long shed = bed.account().dropped(DropReason.SHED);

    for (int key = 10_000; key < 11_000; key++) {
      bed.append(trace(key, 1));
    }
    bed.settle();

    assertThat(bed.account().dropped(DropReason.SHED)).isEqualTo(shed);
  }

  @Test
  void bigBacklogAtOnce_shedsAboutWhatMustGo() {
    LaneBed bed = bed(1_000, LaneBed.NO_WINDOW);
    bed.exporter.answering(call -> DOWN);
    for (int key = 0; key < 2_000; key++) {
      bed.append(trace(key, 1));
    }

    bed.settle();

    assertThat(bed.account().dropped(DropReason.SHED)).isBetween(1_000L, 1_400L);
  }

  @Test
  void spansInFlight_areNotShed() {
    LaneBed bed = bed(100, LaneBed.NO_WINDOW);
    bed.exporter.holding();
    bed.append(trace(1, 60));
    bed.settle();
    for (int key = 2; key < 500; key++) {
      bed.append(trace(key, 1));
      bed.settle();
    }
    while (bed.exporter.openCalls() > 0) {
      bed.exporter.answerNext(ExportResult.DELIVERED);
      bed.settle();
    }

    assertThat(spansByTrace(bed)).containsEntry(1L, 60);
    assertThat(bed.account().dropped(DropReason.SHED)).isGreaterThan(300);
  }

  @Test
  void laterEntries_ofATraceThatWent_goToo() {
    Shedder shedder = new Shedder(Duration.ofSeconds(9).toNanos());
    Entry first = TestSpans.entry(1, 0, span(1, 1));
    shedder.went(new TraceUnit(List.of(first), entry -> {}), 0);

    assertThat(shedder.wentBefore(TestSpans.entry(2, 9_000_000_000L, span(1, 2)))).isTrue();
    assertThat(shedder.wentBefore(TestSpans.entry(3, 9_000_000_001L, span(1, 3)))).isFalse();
    assertThat(shedder.wentBefore(TestSpans.entry(4, 0, span(2, 1)))).isFalse();
  }

  private static void recover(LaneBed bed) {
    bed.exporter.answering(call -> ExportResult.DELIVERED);
    for (int i = 0; i < 120; i++) {
      bed.advanceAndSettle(Duration.ofSeconds(1));
    }
  }

  private static Map<Long, Integer> spansByTrace(LaneBed bed) {
    Map<Long, Integer> counts = new TreeMap<>();
    bed.exporter.delivered().forEach(span -> counts.merge(span.traceIdLow(), 1, Integer::sum));
    return counts;
  }

  private static LaneBed bed(int spans, WindowConfig window) {
    return new LaneBed(
        LaneBed.config(window, 100, 4),
        new DataSize(spans * SPAN_BYTES),
        LaneRules.of(Set.of("test")));
  }
}
