package dev.ichnos.collector.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OpenTraceTableTest {
  private final OpenTraceTable table = new OpenTraceTable();

  @Test
  void first_severalOfOneKey_latestFirst() {
    OpenTrace one = add(1);
    OpenTrace other = add(2);
    OpenTrace twin = add(1);

    assertThat(all(1)).containsExactly(twin, one);
    assertThat(all(2)).containsExactly(other);
    assertThat(table.first(3)).isNull();
  }

  @Test
  void remove_oneOfOneKey_leavesTheOthers() {
    OpenTrace first = add(1);
    OpenTrace second = add(1);
    OpenTrace third = add(1);

    table.remove(second);

    assertThat(all(1)).containsExactly(third, first);
  }

  @Test
  void add_many_growsAndRemoveShrinks() {
    List<OpenTrace> traces = new ArrayList<>();
    for (int key = 0; key < 10_000; key++) {
      traces.add(add(key));
    }
    assertThat(table.buckets()).isBetween(10_000, 20_000);

    traces.forEach(table::remove);

    assertThat(table.size()).isZero();
    assertThat(table.buckets()).isEqualTo(OpenTraceTable.LEAST_BUCKETS);
  }

  @Test
  void clear_full_isEmpty() {
    add(1);

    table.clear();

    assertThat(table.first(1)).isNull();
    assertThat(table.size()).isZero();
  }

  @Test
  void addAndRemove_atRandom_asAMapOfStacks() {
    Random random = new Random(5);
    Map<Long, Deque<OpenTrace>> model = new HashMap<>();
    List<OpenTrace> in = new ArrayList<>();
    for (int i = 0; i < 50_000; i++) {
      boolean grows = i / 10_000 % 2 == 0;
      if (in.isEmpty() || random.nextInt(4) < (grows ? 3 : 1)) {
        OpenTrace trace = add(random.nextLong(2_000));
        model.computeIfAbsent(trace.key, key -> new ArrayDeque<>()).push(trace);
        in.add(trace);
      } else {
        OpenTrace trace = in.remove(random.nextInt(in.size()));
        table.remove(trace);
        model.getOrDefault(trace.key, new ArrayDeque<>()).remove(trace);
      }
      long key = random.nextLong(2_000);
      assertThat(all(key)).containsExactlyElementsOf(model.getOrDefault(key, new ArrayDeque<>()));
      assertThat(table.size()).isEqualTo(in.size());
    }
  }

  private OpenTrace add(long key) {
    OpenTrace trace = new OpenTrace(TestSpans.entry(key, 0, TestSpans.span(key, 1)), 0);
    table.add(trace);
    return trace;
  }

  private List<OpenTrace> all(long key) {
    List<OpenTrace> all = new ArrayList<>();
    for (OpenTrace trace = table.first(key); trace != null; trace = OpenTraceTable.next(trace)) {
      all.add(trace);
    }
    return all;
  }
}
