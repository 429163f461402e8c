package dev.ichnos.collector.pipeline;

import dev.ichnos.model.EncodedSpans;
import dev.ichnos.model.IdHash;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanBatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Grouping of a batch by full trace id, as every form of journal needs it.
 *
 * <p>Most messages of a mesh are tiny and hold one trace: they are their own group and nothing is
 * copied.
 */
public final class TraceGroups {
  /** Where traces go within a table, so that no sender can aim for one place. */
  private static final long SEED = new SplittableRandom().nextLong();

  private TraceGroups() {}

  /**
   * The trace groups of a batch, in the order of their first spans, spans in their own order, all
   * with the batch's origin. Empty for an empty batch; spans that are still encoded stay together,
   * since what they hold is not known.
   */
  public static List<SpanBatch> of(SpanBatch batch) {
    if (batch.isEmpty()) {
      return List.of();
    }
    return batch.spans() instanceof EncodedSpans || isOneTrace(batch.spans())
        ? List.of(batch)
        : split(batch);
  }

  private static boolean isOneTrace(List<Span> spans) {
    Span first = spans.get(0);
    for (int i = 1; i < spans.size(); i++) {
      if (!isOfOneTrace(first, spans.get(i))) {
        return false;
      }
    }
    return true;
  }

  /** Numbers the traces with a hash table of a few ints a span, and sorts the spans by number. */
  private static List<SpanBatch> split(SpanBatch batch) {
    List<Span> spans = batch.spans();
    int[] numbers = new int[spans.size()];
    int[] ends = new int[spans.size()];
    int traces = number(spans, numbers, ends);
    for (int i = 1; i < traces; i++) {
      ends[i] += ends[i - 1];
    }
    Span[] sorted = new Span[numbers.length];
    for (int i = numbers.length - 1; i >= 0; i--) {
      sorted[--ends[numbers[i]]] = spans.get(i);
    }
    // What were the ends are the starts now.
    List<Span> all = Arrays.asList(sorted);
    List<SpanBatch> groups = new ArrayList<>(traces);
    for (int i = 0; i < traces; i++) {
      int to = i + 1 < traces ? ends[i + 1] : sorted.length;
      groups.add(batch.withSpans(all.subList(ends[i], to)));
    }
    return groups;
  }

  /**
   * Numbers traces from 0 in the order of their first spans.
   *
   * @param numbers gets each span's trace
   * @param sizes gets each trace's spans
   * @return how many traces there are
   */
  private static int number(List<Span> spans, int[] numbers, int[] sizes) {
    int mask = (Integer.highestOneBit(spans.size()) << 2) - 1;
    int[] firstSpans = new int[mask + 1]; // + 1, 0 where the table is free
    int traces = 0;
    for (int i = 0; i < numbers.length; i++) {
      Span span = spans.get(i);
      int slot = hash(span) & mask;
      while (firstSpans[slot] != 0 && !isOfOneTrace(spans.get(firstSpans[slot] - 1), span)) {
        slot = slot + 1 & mask;
      }
      if (firstSpans[slot] == 0) {
        firstSpans[slot] = i + 1;
        numbers[i] = traces++;
      } else {
        numbers[i] = numbers[firstSpans[slot] - 1];
      }
      sizes[numbers[i]]++;
    }
    return traces;
  }

  private static int hash(Span span) {
    return (int) IdHash.number(IdHash.number(SEED, span.traceIdLow()), span.traceIdHigh());
  }

  private static boolean isOfOneTrace(Span a, Span b) {
    return a.traceIdLow() == b.traceIdLow() && a.traceIdHigh() == b.traceIdHigh();
  }
}
