package dev.ichnos.collector.journal.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ichnos.collector.component.Metrics;
import dev.ichnos.collector.config.DataSize;
import dev.ichnos.collector.config.JournalConfig;
import dev.ichnos.collector.pipeline.TraceGroups;
import dev.ichnos.model.Attributes;
import dev.ichnos.model.Event;
import dev.ichnos.model.Origin;
import dev.ichnos.model.Resource;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanBatch;
import dev.ichnos.model.SpanFixtures;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The byte estimate against the heap. */
class EntrySizesTest {
  private static final int SPANS = 20_000;
  private static final int TRIES = 5;

  @Test
  void bytes_oneTracePerMessage_isWithinAFifthOfTheHeap() {
    assertEstimateHolds(1, 2);
  }

  @Test
  void bytes_singleSpanPerMessage_isWithinAFifthOfTheHeap() {
    assertEstimateHolds(1, 1);
  }

  @Test
  void bytes_manyTracesThatShareAResource_isWithinAFifthOfTheHeap() {
    assertEstimateHolds(10, 1);
  }

  @Test
  void of_severalGroups_addUpToTheMessage() {
    SpanBatch message = message(1, 5, 2);

    long[] sizes = EntrySizes.of(message, TraceGroups.of(message));

    long sum = 0;
    for (long size : sizes) {
      sum += size;
    }
    assertThat(sum).isCloseTo(message.retainedBytes() + 5 * MemoryJournal.ENTRY_COST, within(10L));
  }

  /** The median of some tries: what other tests have left behind may go away in between. */
  private static void assertEstimateHolds(int traces, int spansPerTrace) {
    double[] ratios = new double[TRIES];
    for (int i = 0; i < TRIES; i++) {
      ratios[i] = estimateOverHeap(traces, spansPerTrace);
    }
    Arrays.sort(ratios);
    assertThat(ratios[TRIES / 2]).isBetween(0.8, 1.2);
  }

  private static double estimateOverHeap(int traces, int spansPerTrace) {
    MemoryJournal journal =
        new MemoryJournal(
            new JournalConfig(DataSize.ofMebibytes(900), DataSize.ofMebibytes(900)), new Metrics());
    journal.reader("a");
    int messages = SPANS / traces / spansPerTrace;
    fill(journal, 0, 10, traces, spansPerTrace);
    long bytesBefore = journal.bytes();
    long heapBefore = usedHeap();

    fill(journal, 10, messages, traces, spansPerTrace);

    long heap = usedHeap() - heapBefore;
    return (double) (journal.bytes() - bytesBefore) / (double) heap;
  }

  private static void fill(MemoryJournal journal, int from, int to, int traces, int spans) {
    for (int i = from; i < to; i++) {
      journal.append(message(i, traces, spans));
    }
  }

  /** As a decoder makes it: values new, keys shared, resource and origin shared in the message. */
  private static SpanBatch message(long number, int traces, int spansPerTrace) {
    Resource resource = Resource.of(copyOf(SpanFixtures.PRODUCTPAGE.attributes()));
    List<Span> spans = new ArrayList<>();
    for (int trace = 0; trace < traces; trace++) {
      for (int i = 0; i < spansPerTrace; i++) {
        Span like = i % 2 == 0 ? SpanFixtures.CLIENT : SpanFixtures.SERVER;
        spans.add(
            like.toBuilder()
                .traceId(number, number * 1_000 + trace)
                .spanId(i + 1)
                .name(text(like.name()))
                .attributes(copyOf(like.attributes()))
                .events(List.of(Event.of(like.startEpochNanos(), text("cs"))))
                .resource(resource)
                .build());
      }
    }
    Origin origin =
        new Origin("zipkin", SpanFixtures.TEST_FORMAT, text("10.4.0.12"), number, Map.of());
    return new SpanBatch(spans, origin);
  }

  private static Attributes copyOf(Attributes attributes) {
    Attributes.Builder copy = Attributes.builder();
    for (String key : List.of("component", "http.method", "http.status_code", "node_id")) {
      copy.put(key, text(key + " as the proxy says it, in some characters"));
    }
    return attributes.isEmpty() ? attributes : copy.build();
  }

  private static String text(String value) {
    return new StringBuilder(value).toString();
  }

  /** Once what other tests left behind is gone. */
  private static long usedHeap() {
    Runtime runtime = Runtime.getRuntime();
    long before = Long.MAX_VALUE;
    for (int i = 0; i < 10; i++) {
      System.gc();
      long used = runtime.totalMemory() - runtime.freeMemory();
      if (before - used < 10_000) {
        return used;
      }
      before = used;
    }
    return before;
  }
}
