package dev.ichnos.collector.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.collector.component.LaneReading;
import dev.ichnos.model.Span;
import dev.ichnos.repair.RepairObserver;
import dev.ichnos.repair.RepairSettings;
import dev.ichnos.repair.TraceDecisions;
import dev.ichnos.repair.TraceRepair;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TraceMemoryTest {
  private static final TraceRepair REPAIR = new TraceRepair(RepairSettings.none());

  private final TraceMemory memory = new TraceMemory();

  @Test
  void recall_whatWasRemembered_untilFiveMinutesAreOver() {
    TraceDecisions decided = decide(7, 1);
    memory.remember(1, null, decided, 0);

    assertSame(memory.recall(1, 7, TraceMemory.MOST_NANOS - 1), decided);
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

    assertSame(memory.recall(1, 7, 0), seven);
    assertSame(memory.recall(1, 8, 0), eight);
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

  @Test
  void remember_largeTraceAgainAndAgain_givesItsBytesBack() {
    memory.remember(1, null, decide(7, 1), 0);
    memory.remember(2, null, decide(7, 2, 4_000), 0);
    long bytes = memory.bytes();

    for (int i = 0; i < 100; i++) {
      memory.remember(2, memory.recall(2, 7, 0), decide(7, 2, 4_000), 0);
    }

    assertThat(memory.bytes()).isLessThan(2 * bytes);
    assertThat(memory.reading()).isEqualTo(reading(memory.bytes(), 2, 0, 0, 0));
    assertSame(memory.recall(2, 7, 0), decide(7, 2, 4_000));
  }

  @Test
  void rememberAndRecall_atRandom_asAMapInTheOrderOfClosing() {
    Random random = new Random(11);
    Map<Id, Remembered> model = new LinkedHashMap<>();
    long now = 0;
    for (int i = 0; i < 30_000; i++) {
      now += random.nextLong(TraceMemory.MOST_NANOS / 1_000);
      long key = 1 + random.nextLong(500);
      long high = 1 + random.nextLong(random.nextBoolean() ? 2 : 6);
      @Nullable TraceDecisions before = memory.recall(key, high, now);
      forget(model, now);
      @Nullable Remembered expected = model.get(new Id(key, high));
      if (expected == null) {
        assertThat(before).isNull();
      } else {
        assertSame(before, expected.decisions());
      }
      if (random.nextBoolean()) {
        TraceDecisions after =
            decide(high, key, random.nextInt(20) == 0 ? 60 : 1 + random.nextInt(3));
        memory.remember(key, before, after, now);
        model.remove(new Id(key, high));
        leaveThree(model, key);
        model.put(new Id(key, high), new Remembered(after, now));
      }
      assertThat(memory.traces()).isEqualTo(model.size());
    }
    assertThat(memory.recall(1, 1, now + TraceMemory.MOST_NANOS)).isNull();
    assertThat(memory.bytes()).isZero();
  }

  @Test
  void remember_atRandom_neverPassesItsBytesAndKeepsTheLatest() {
    Random random = new Random(12);
    TraceMemory small = new TraceMemory(100_000);
    for (int i = 0; i < 20_000; i++) {
      long key = 1 + random.nextLong(2_000);
      TraceDecisions after =
          decide(7, key, random.nextInt(50) == 0 ? 1_000 : 1 + random.nextInt(5));

      small.remember(key, small.recall(key, 7, i), after, i);

      assertThat(small.bytes()).isLessThanOrEqualTo(100_000);
      assertSame(small.recall(key, 7, i), after);
    }
  }

  private record Id(long key, long high) {}

  private record Remembered(TraceDecisions decisions, long epochNanos) {}

  private static void forget(Map<Id, Remembered> model, long now) {
    model.values().removeIf(each -> now - each.epochNanos() >= TraceMemory.MOST_NANOS);
  }

  private static void leaveThree(Map<Id, Remembered> model, long key) {
    List<Id> twins = model.keySet().stream().filter(id -> id.key() == key).toList();
    if (twins.size() > 3) {
      model.remove(twins.get(0));
    }
  }

  private static void assertSame(@Nullable TraceDecisions recalled, TraceDecisions decided) {
    assertThat(recalled).usingRecursiveComparison().isEqualTo(decided);
  }

  private static LaneReading.Memory reading(
      long bytes, long traces, long maxSize, long maxAge, long sameKey) {
    return new LaneReading.Memory(
        bytes, traces, Map.of("max_size", maxSize, "max_age", maxAge, "same_key", sameKey));
  }

  private static TraceDecisions decide(long high, long key) {
    return decide(high, key, 1);
  }

  private static TraceDecisions decide(long high, long key, int spans) {
    List<Span> trace = new ArrayList<>();
    for (int i = 1; i <= spans; i++) {
      trace.add(TestSpans.span(high, key, i));
    }
    return REPAIR.repair(trace, null, RepairObserver.NONE).after();
  }
}
