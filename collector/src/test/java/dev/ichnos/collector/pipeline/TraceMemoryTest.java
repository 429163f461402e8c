package dev.ichnos.collector.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.collector.component.LaneReading;
import dev.ichnos.repair.RepairObserver;
import dev.ichnos.repair.RepairSettings;
import dev.ichnos.repair.TraceDecisions;
import dev.ichnos.repair.TraceRepair;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TraceMemoryTest {
  private static final TraceRepair REPAIR = new TraceRepair(RepairSettings.none());

  private final TraceMemory memory = new TraceMemory();

  @Test
  void recall_whatWasRemembered_untilFiveMinutesAreOver() {
    TraceDecisions decided = decide(7, 1);
    memory.remember(1, null, decided, 0);

    assertThat(memory.recall(1, 7, TraceMemory.MOST_NANOS - 1)).isSameAs(decided);
    assertThat(memory.recall(2, 7, 0)).isNull();
    assertThat(memory.recall(1, 7, TraceMemory.MOST_NANOS)).isNull();
    assertThat(memory.traces()).isZero();
    assertThat(memory.bytes()).isZero();
    assertThat(memory.reading()).isEqualTo(reading(0, 0, 0, 1, 0));
  }

  @Test
  void recall_cutAndWholeIds_meet() {
    memory.remember(1, null, decide(7, 1), 0);
    memory.remember(2, null, decide(0, 2), 0);

    assertThat(memory.recall(1, 0, 0)).isNotNull();
    assertThat(memory.recall(2, 9, 0)).isNotNull();
  }

  @Test
  void recall_twoWholeIdsOfOneKey_stayApart() {
    TraceDecisions seven = decide(7, 1);
    TraceDecisions eight = decide(8, 1);
    memory.remember(1, null, seven, 0);
    memory.remember(1, memory.recall(1, 8, 0), eight, 0);

    assertThat(memory.recall(1, 7, 0)).isSameAs(seven);
    assertThat(memory.recall(1, 8, 0)).isSameAs(eight);
    assertThat(memory.recall(1, 0, 0)).isNull();
    assertThat(memory.recall(1, 9, 0)).isNull();
  }

  @Test
  void remember_again_replacesAndCountsOnce() {
    memory.remember(1, null, decide(7, 1), 0);
    long bytes = memory.bytes();

    for (int i = 0; i < 100; i++) {
      memory.remember(1, memory.recall(1, 7, i), decide(7, 1), i);
    }

    assertThat(memory.bytes()).isEqualTo(bytes);
    assertThat(memory.reading()).isEqualTo(reading(bytes, 1, 0, 0, 0));
  }

  @Test
  void remember_moreThanItsBytes_eldestGoFirst() {
    TraceMemory small = new TraceMemory(10_000);
    for (int key = 1; key <= 1_000; key++) {
      small.remember(key, null, decide(7, key), key);
    }

    assertThat(small.bytes()).isBetween(8_000L, 10_000L);
    assertThat(small.recall(1, 7, 1_000)).isNull();
    assertThat(small.recall(1_000, 7, 1_000)).isNotNull();
    assertThat(small.reading())
        .isEqualTo(reading(small.bytes(), small.traces(), 1_000 - small.traces(), 0, 0));
  }

  @Test
  void remember_manyWholeIdsOfOneKey_isBounded() {
    TraceMemory hostile = new TraceMemory();
    for (int high = 1; high <= 10_000; high++) {
      hostile.remember(1, hostile.recall(1, high, 0), decide(high, 1), 0);
    }

    assertThat(hostile.bytes()).isLessThan(2_000);
    assertThat(hostile.recall(1, 10_000, 0)).isNotNull();
    assertThat(hostile.reading()).isEqualTo(reading(hostile.bytes(), 4, 0, 0, 9_996));
  }

  @Test
  void clear_forgetsWithoutCounting() {
    memory.remember(1, null, decide(7, 1), 0);

    memory.clear();

    assertThat(memory.reading()).isEqualTo(reading(0, 0, 0, 0, 0));
  }

  private static LaneReading.Memory reading(
      long bytes, long traces, long maxSize, long maxAge, long sameKey) {
    return new LaneReading.Memory(
        bytes, traces, Map.of("max_size", maxSize, "max_age", maxAge, "same_key", sameKey));
  }

  private static TraceDecisions decide(long high, long key) {
    return REPAIR.repair(List.of(TestSpans.span(high, key, 1)), null, RepairObserver.NONE).after();
  }
}
