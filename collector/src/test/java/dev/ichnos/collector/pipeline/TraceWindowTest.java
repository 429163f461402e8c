package dev.ichnos.collector.pipeline;

import static dev.ichnos.collector.pipeline.TestSpans.entry;
import static dev.ichnos.collector.pipeline.TestSpans.span;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.collector.config.DataSize;
import dev.ichnos.collector.config.WindowConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TraceWindowTest {
  private static final long SECOND = 1_000_000_000;

  private final List<List<Long>> closed = new ArrayList<>();
  private final TraceWindow window = window(WindowConfig.defaults());

  @Test
  void advance_sixSecondsAfterTheLastEntry_closes() {
    window.add(entry(1, 0, span(1, 1)));
    window.add(entry(2, 2 * SECOND, span(1, 2)));
    window.advance(8 * SECOND - 1);
    assertThat(closed).isEmpty();

    window.advance(8 * SECOND);

    assertThat(closed).containsExactly(List.of(1L, 2L));
    assertThat(window.bytes()).isZero();
    assertThat(window.spans()).isZero();
    assertThat(window.traces()).isZero();
  }

  @Test
  void advance_nineSecondsAfterTheFirstEntry_closesThoughNotIdle() {
    for (int second = 0; second < 9; second++) {
      window.add(entry(second, second * SECOND, span(1, second + 1)));
    }
    assertThat(closed).isEmpty();

    window.advance(9 * SECOND);

    assertThat(closed).hasSize(1);
  }

  @Test
  void advance_justBeforeIdle_keeps() {
    window.add(entry(1, 0, span(1, 1)));

    window.advance(6 * SECOND - 1);
    assertThat(closed).isEmpty();
    window.advance(6 * SECOND);

    assertThat(closed).hasSize(1);
  }

  @Test
  void advance_back_doesNothing() {
    window.add(entry(1, 6 * SECOND, span(1, 1)));
    window.advance(0);
    window.add(entry(2, 0, span(2, 1)));

    window.advance(12 * SECOND - 1);

    assertThat(closed).isEmpty();
  }

  @Test
  void add_laterEntryOfAnotherTrace_closesByItsAppendTimeAlone() {
    window.add(entry(1, 0, span(1, 1)));

    window.add(entry(2, 6 * SECOND, span(2, 1)));

    assertThat(closed).containsExactly(List.of(1L));
  }

  @Test
  void add_entryOfATraceThatIsDue_startsItAnew() {
    window.add(entry(1, 0, span(1, 1)));

    window.add(entry(2, 6 * SECOND, span(1, 2)));

    assertThat(closed).containsExactly(List.of(1L));
    assertThat(window.traces()).isEqualTo(1);
  }

  @Test
  void add_catchUpAndTail_closeAtTheSameEntry() {
    long[] times = {0, 1, 2, 8, 9, 10, 17, 18};
    long[] keys = {1, 2, 1, 1, 2, 1, 1, 2};
    for (int i = 0; i < times.length; i++) {
      window.add(entry(i, times[i] * SECOND, span(keys[i], i + 1)));
    }
    window.closeAll();
    List<List<Long>> caughtUp = List.copyOf(closed);
    closed.clear();
    TraceWindow atTail = window(WindowConfig.defaults());
    long tick = 0;
    for (int i = 0; i < times.length; i++) {
      for (; tick < times[i] * 10; tick++) {
        atTail.advance(tick * SECOND / 10);
      }
      atTail.add(entry(i, times[i] * SECOND, span(keys[i], i + 1)));
    }
    atTail.closeAll();

    assertThat(closed).containsExactlyInAnyOrderElementsOf(caughtUp);
  }

  @Test
  void add_sameLowHalf_64And128BitIdsMeet() {
    window.add(entry(1, 0, span(0, 1, 1)));
    window.add(entry(2, 0, span(7, 1, 2)));
    window.add(entry(3, 0, span(0, 1, 3)));

    window.closeAll();

    assertThat(closed).containsExactly(List.of(1L, 2L, 3L));
  }

  @Test
  void add_sameLowHalfDifferentHighHalves_areTwoTraces() {
    window.add(entry(1, 0, span(7, 1, 1)));
    window.add(entry(2, 0, span(8, 1, 2)));
    window.add(entry(3, 0, span(7, 1, 3)));
    window.add(entry(4, 0, span(8, 1, 4)));

    window.closeAll();

    assertThat(closed).containsExactlyInAnyOrder(List.of(1L, 3L), List.of(2L, 4L));
  }

  @Test
  void add_64BitIdWhereTwoTracesShareTheLowHalf_standsAlone() {
    window.add(entry(1, 0, span(7, 1, 1)));
    window.add(entry(2, 0, span(8, 1, 2)));
    window.add(entry(3, 0, span(0, 1, 3)));
    window.add(entry(4, 0, span(0, 1, 4)));

    window.closeAll();

    assertThat(closed).containsExactlyInAnyOrder(List.of(1L), List.of(2L), List.of(3L, 4L));
  }

  @Test
  void add_64BitTraceJoinedByOneHighHalf_isNotJoinedByAnother() {
    window.add(entry(1, 0, span(0, 1, 1)));
    window.add(entry(2, 0, span(7, 1, 2)));
    window.add(entry(3, 0, span(8, 1, 3)));

    window.closeAll();

    assertThat(closed).containsExactlyInAnyOrder(List.of(1L, 2L), List.of(3L));
  }

  @Test
  void close_middleOfTwins_leavesTheOthersInPlace() {
    window.add(entry(1, 0, span(7, 1, 1)));
    window.add(entry(2, 1, span(8, 1, 1)));
    window.add(entry(3, 2, span(9, 1, 1)));
    window.add(entry(4, 3, span(7, 1, 2)));
    window.add(entry(5, 4, span(9, 1, 2)));

    window.advance(6 * SECOND + 1);
    window.add(entry(6, 6 * SECOND + 2, span(9, 1, 3)));
    window.closeAll();

    assertThat(closed).containsExactlyInAnyOrder(List.of(2L), List.of(1L, 4L), List.of(3L, 5L, 6L));
  }

  @Test
  void add_pastMaxSize_closesTheLongestIdleFirstAndCounts() {
    Entry first = entry(1, 0, span(1, 1));
    TraceWindow small = window(size(first.bytes() * 2));
    small.add(first);
    small.add(entry(2, 1, span(2, 1)));
    small.add(entry(3, 2, span(1, 2)));

    assertThat(closed).containsExactly(List.of(2L));
    assertThat(small.earlyClosed()).isEqualTo(1);
    assertThat(small.bytes()).isEqualTo(first.bytes() * 2);
  }

  @Test
  void add_off_passesEachEntryThrough() {
    TraceWindow off =
        window(new WindowConfig(false, Duration.ZERO, Duration.ZERO, DataSize.ofMebibytes(1)));

    off.add(entry(1, 0, span(1, 1)));
    off.add(entry(2, 0, span(1, 2)));

    assertThat(closed).containsExactly(List.of(1L), List.of(2L));
    assertThat(off.dueEpochNanos()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void dueEpochNanos_open_isWhicheverComesFirst() {
    window.add(entry(1, 0, span(1, 1)));
    assertThat(window.dueEpochNanos()).isEqualTo(6 * SECOND);
    window.add(entry(2, 5 * SECOND, span(1, 2)));

    assertThat(window.dueEpochNanos()).isEqualTo(9 * SECOND);
  }

  @Test
  void remove_someTraces_takesThemOutWithoutClosing() {
    window.add(entry(1, 0, span(1, 1)));
    window.add(entry(2, 0, span(2, 1)));
    window.add(entry(3, 0, span(1, 2)));

    List<Sheddable> gone = window.open().stream().filter(t -> t.traceKey() == 1).toList();
    assertThat(window.remove(gone)).extracting(Entry::sequence).containsExactly(1L, 3L);
    window.closeAll();

    assertThat(closed).containsExactly(List.of(2L));
    assertThat(window.bytes()).isZero();
  }

  private TraceWindow window(WindowConfig config) {
    return new TraceWindow(
        config, entries -> closed.add(entries.stream().map(Entry::sequence).toList()));
  }

  private static WindowConfig size(long bytes) {
    return new WindowConfig(
        true, Duration.ofSeconds(6), Duration.ofSeconds(9), new DataSize(bytes));
  }
}
