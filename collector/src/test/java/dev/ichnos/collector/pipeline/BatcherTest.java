package dev.ichnos.collector.pipeline;

import static dev.ichnos.collector.pipeline.TestSpans.large;
import static dev.ichnos.collector.pipeline.TestSpans.trace;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.collector.config.BatchConfig;
import dev.ichnos.collector.config.DataSize;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanBatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class BatcherTest {
  private final List<Batch> full = new ArrayList<>();

  @Test
  void add_traceDoesNotFit_leavesItForTheNextBatch() {
    Batcher batcher = batcher(1 << 20, 10);

    batcher.add(unit(trace(1, 6)), 0);
    batcher.add(unit(trace(2, 6)), 0);

    assertThat(sizes()).containsExactly(6);
    batcher.flush();
    assertThat(sizes()).containsExactly(6, 6);
  }

  @Test
  void add_batchIsFull_leavesAtOnce() {
    Batcher batcher = batcher(1 << 20, 10);

    batcher.add(unit(trace(1, 6)), 0);
    batcher.add(unit(trace(2, 4)), 0);

    assertThat(sizes()).containsExactly(10);
    assertThat(batcher.dueEpochNanos()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void add_traceLargerThanABatch_isSpread() {
    Batcher batcher = batcher(1 << 20, 10);

    batcher.add(unit(trace(1, 25)), 0);
    batcher.flush();

    assertThat(sizes()).containsExactly(10, 10, 5);
  }

  @Test
  void add_bytes_bindBeforeCount() {
    Batcher batcher = batcher(25_000, 1_000);

    for (int key = 0; key < 10; key++) {
      batcher.add(unit(TestSpans.batch(large(key, 1, 10_000))), 0);
    }
    batcher.flush();

    assertThat(sizes()).containsExactly(2, 2, 2, 2, 2);
    assertThat(full).allMatch(batch -> batch.bytes() <= 25_000);
  }

  @Test
  void add_spanLargerThanABatch_leavesAlone() {
    Batcher batcher = batcher(5_000, 1_000);

    batcher.add(unit(trace(1, 1)), 0);
    batcher.add(unit(TestSpans.batch(large(2, 1, 10_000))), 0);

    assertThat(sizes()).containsExactly(1, 1);
  }

  @Test
  void flushDue_timeoutIsOver_handsOver() {
    Batcher batcher = batcher(1 << 20, 10);
    batcher.add(unit(trace(1, 1)), 100);
    batcher.add(unit(trace(2, 1)), 200);
    batcher.flushDue(100 + 199_999_999);
    assertThat(full).isEmpty();

    batcher.flushDue(100 + 200_000_000);

    assertThat(sizes()).containsExactly(2);
    batcher.flush();
    assertThat(sizes()).hasSize(1);
  }

  @Test
  void add_traceOfTwoKeys_fillsABatchForEach() {
    Batcher batcher = batcher(1 << 20, 10);

    batcher.add(unit(TestSpans.batch(keyed(1, 1), keyed(2, 1), keyed(1, 2))), 100);
    batcher.add(unit(TestSpans.batch(keyed(2, 3))), 200);
    assertThat(batcher.spans()).isEqualTo(4);
    assertThat(batcher.dueEpochNanos()).isEqualTo(100 + 200_000_000);
    batcher.flushDue(100 + 200_000_000);

    assertThat(sizes()).containsExactly(2, 2);
    assertThat(full.get(0).toSpanBatch().spans()).extracting(Span::traceIdHigh).containsOnly(1L);
    assertThat(batcher.bytes()).isZero();
  }

  @Test
  void add_moreKeysThanMayBeOpen_theOldestLeaves() {
    Batcher batcher = batcher(1 << 20, 10);

    for (int key = 0; key <= Batcher.MAX_OPEN; key++) {
      batcher.add(unit(TestSpans.batch(keyed(key, 1))), key);
    }

    assertThat(full).hasSize(1);
    assertThat(full.get(0).toSpanBatch().spans().get(0).traceIdHigh()).isZero();
    assertThat(batcher.dueEpochNanos()).isEqualTo(1 + 200_000_000);
  }

  private static Span keyed(long key, long spanId) {
    return TestSpans.span(key, 7, spanId);
  }

  private List<Integer> sizes() {
    return full.stream().map(Batch::size).toList();
  }

  private Batcher batcher(long maxBytes, int maxSpans) {
    return new Batcher(
        new BatchConfig(new DataSize(maxBytes), maxSpans, Duration.ofMillis(200)),
        spans -> spans.stream().collect(Collectors.groupingBy(Span::traceIdHigh)),
        full::add);
  }

  private static TraceUnit unit(SpanBatch group) {
    return new TraceUnit(List.of(new Entry(1, 0, group, group.retainedBytes())), entry -> {});
  }
}
