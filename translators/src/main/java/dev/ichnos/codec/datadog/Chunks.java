package dev.ichnos.codec.datadog;

import dev.ichnos.model.Span;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts the spans of a batch into chunks, one for each trace, in the order in which traces are first
 * seen. In Datadog the lower half of the id is the trace, so that spans that know only that half
 * join those that know both; but two different upper halves are two traces, and two chunks.
 */
final class Chunks {
  private static final int ROOT = 0;
  private static final int LOCAL_ROOT = 1;
  private static final int INNER = 2;

  private final Map<Long, Trace> traces = new LinkedHashMap<>();

  private Chunks() {}

  /** The chunks; spans that are not usable are dropped. */
  static List<Chunk> of(List<Span> spans, Losses losses) {
    Chunks chunks = new Chunks();
    Trace last = null;
    for (Span span : spans) {
      if (!isUsable(span)) {
        losses.droppedSpan();
        continue;
      }
      if (last == null || last.low != span.traceIdLow()) {
        last = chunks.traces.computeIfAbsent(span.traceIdLow(), Trace::new);
      }
      last.add(span);
    }
    List<Chunk> all = new ArrayList<>(chunks.traces.size());
    for (Trace trace : chunks.traces.values()) {
      trace.addChunks(all);
    }
    return all;
  }

  /** Whether it has the ids without which an Agent refuses it, and its chunk. */
  static boolean isUsable(Span span) {
    return span.traceIdLow() != 0 && span.spanId() != 0;
  }

  /** The parent; 0 for a root, which in Zipkin's idiom may name itself. */
  static long parent(Span span) {
    return span.parentSpanId() == span.spanId() ? 0 : span.parentSpanId();
  }

  /** The spans of one lower half. */
  private static final class Trace {
    final long low;
    private final List<Span> spans = new ArrayList<>();
    private long high;
    private boolean severalHighs;

    Trace(long low) {
      this.low = low;
    }

    void add(Span span) {
      spans.add(span);
      if (span.traceIdHigh() != 0 && span.traceIdHigh() != high) {
        severalHighs |= high != 0;
        high = span.traceIdHigh();
      }
    }

    void addChunks(List<Chunk> all) {
      if (!severalHighs) {
        all.add(new Chunk(high, rootFirst(spans)));
        return;
      }
      Map<Long, List<Span>> byHigh = new LinkedHashMap<>();
      for (Span span : spans) {
        byHigh.computeIfAbsent(span.traceIdHigh(), any -> new ArrayList<>()).add(span);
      }
      byHigh.forEach((half, part) -> all.add(new Chunk(half, rootFirst(part))));
    }

    /** A span without a parent, or else one whose parent is elsewhere; the earliest of these. */
    private static List<Span> rootFirst(List<Span> spans) {
      SpanIndex index = new SpanIndex(spans);
      int root = 0;
      int best = rank(spans.get(0), index);
      for (int i = 1; i < spans.size(); i++) {
        int rank = rank(spans.get(i), index);
        boolean earlier = spans.get(i).startEpochNanos() < spans.get(root).startEpochNanos();
        if (rank < best || (rank == best && rank < INNER && earlier)) {
          best = rank;
          root = i;
        }
      }
      if (root > 0) {
        spans.add(0, spans.remove(root));
      }
      return spans;
    }

    private static int rank(Span span, SpanIndex index) {
      long parent = parent(span);
      if (parent == 0) {
        return ROOT;
      }
      return index.find(parent) < 0 ? LOCAL_ROOT : INNER;
    }
  }
}
