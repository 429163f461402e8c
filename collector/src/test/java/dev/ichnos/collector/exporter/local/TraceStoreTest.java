package dev.ichnos.collector.exporter.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.model.Span;
import dev.ichnos.model.SpanFixtures;
import dev.ichnos.model.TraceId;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TraceStoreTest {
  private final AtomicInteger evicted = new AtomicInteger();

  @Test
  void add_spansOfOneTraceInSeveralBatches_meet() {
    TraceStore store = new TraceStore(1 << 20, evicted::addAndGet);

    store.add(SpanFixtures.batch(SpanFixtures.SERVER));
    store.add(SpanFixtures.batch(SpanFixtures.CLIENT));

    StoredTrace trace = store.find(SpanFixtures.CLIENT.traceId()).orElseThrow();
    assertThat(trace.spans()).containsExactly(SpanFixtures.SERVER, SpanFixtures.CLIENT);
    assertThat(trace.root()).hasValue(SpanFixtures.CLIENT);
    assertThat(trace.durationNanos()).isEqualTo(5_000_000);
  }

  @Test
  void add_pastTheBound_evictsTheOldestTraceWhole() {
    TraceStore one = new TraceStore(Long.MAX_VALUE, evicted::addAndGet);
    one.add(SpanFixtures.batch(trace(1)));
    TraceStore store = new TraceStore(3 * one.bytes(), evicted::addAndGet);

    for (int i = 1; i <= 5; i++) {
      store.add(SpanFixtures.batch(trace(i)));
    }

    assertThat(store.find(new TraceId(0, 2))).isEmpty();
    assertThat(store.newest(10)).extracting(t -> t.id().low()).containsExactly(5L, 4L, 3L);
    assertThat(store.bytes()).isEqualTo(3 * one.bytes());
    assertThat(evicted).hasValue(2);
  }

  @Test
  void add_traceLargerThanTheStore_leavesItEmpty() {
    TraceStore store = new TraceStore(1, evicted::addAndGet);

    store.add(SpanFixtures.batch(SpanFixtures.CLIENT));

    assertThat(store.size()).isZero();
    assertThat(store.bytes()).isZero();
  }

  @Test
  void newest_moreThanAsked_givesTheLastOnes() {
    TraceStore store = new TraceStore(1 << 20, evicted::addAndGet);
    for (int i = 1; i <= 5; i++) {
      store.add(SpanFixtures.batch(trace(i)));
    }

    assertThat(store.newest(2)).extracting(t -> t.id().low()).containsExactly(5L, 4L);
  }

  private static Span trace(long id) {
    return SpanFixtures.CLIENT.toBuilder().traceId(0, id).build();
  }
}
