package dev.ichnos.collector.pipeline;

import dev.ichnos.model.Resource;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.ObjIntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Spans that a lane hands to its exporter at once, each with the trace unit it belongs to.
 *
 * <p>Its bytes are the model's estimate, a resource counted once for each run of spans that share
 * it. The lane's thread alone touches it.
 */
final class Batch {
  private final List<Span> spans;
  private final List<TraceUnit> units;
  private long bytes;

  /** Attempts that were answered with "not now". */
  private int failures;

  /** Not to be sent before this time. */
  private long dueEpochNanos = Long.MIN_VALUE;

  /** Whether its spans were part of a call before. */
  private boolean sentBefore;

  /** Set on the parts of a batch that was refused for a bad span. */
  private @Nullable Bisection bisection;

  Batch() {
    this(new ArrayList<>(), new ArrayList<>());
  }

  private Batch(List<Span> spans, List<TraceUnit> units) {
    this.spans = spans;
    this.units = units;
  }

  /** What a span adds to a batch that ends with {@code before}. */
  @SuppressWarnings("ReferenceEquality") // what is shared is shared by identity
  static long bytesOf(Span span, @Nullable Span before) {
    Resource resource = span.resource();
    boolean shared = before != null && before.resource() == resource;
    return (long) span.retainedBytes() + (shared ? 0 : resource.retainedBytes());
  }

  @Nullable Span last() {
    return spans.isEmpty() ? null : spans.get(spans.size() - 1);
  }

  void add(Span span, TraceUnit unit) {
    bytes += bytesOf(span, last());
    spans.add(span);
    units.add(unit);
  }

  int size() {
    return spans.size();
  }

  boolean isEmpty() {
    return spans.isEmpty();
  }

  long bytes() {
    return bytes;
  }

  int failures() {
    return failures;
  }

  long dueEpochNanos() {
    return dueEpochNanos;
  }

  boolean sentBefore() {
    return sentBefore;
  }

  void markSent() {
    sentBefore = true;
  }

  @Nullable Bisection bisection() {
    return bisection;
  }

  void bisectedBy(Bisection budget) {
    bisection = budget;
  }

  /** Nothing was taken: it waits until then. */
  void retryAt(long epochNanos) {
    dueEpochNanos = epochNanos;
  }

  /** Nothing was taken: one failure more; how many that makes. */
  int failed() {
    return ++failures;
  }

  /**
   * What the exporter gets. The spans of a batch come from many messages; the origin is that of the
   * first.
   */
  SpanBatch toSpanBatch() {
    return new SpanBatch(spans, units.get(0).firstEntry().group().origin());
  }

  /** Calls back once for each run of spans of one unit. */
  void forEachUnit(ObjIntConsumer<TraceUnit> action) {
    int from = 0;
    while (from < units.size()) {
      TraceUnit unit = units.get(from);
      int to = from + 1;
      while (to < units.size() && units.get(to).equals(unit)) {
        to++;
      }
      action.accept(unit, to - from);
      from = to;
    }
  }

  /** Its two parts, between two traces where one ends near the middle. At least two spans. */
  List<Batch> halves() {
    int cut = cut();
    return List.of(part(0, cut), part(cut, size()));
  }

  /** Takes out all spans of these units. */
  void remove(Set<TraceUnit> gone) {
    List<Span> keptSpans = new ArrayList<>();
    List<TraceUnit> keptUnits = new ArrayList<>();
    for (int i = 0; i < spans.size(); i++) {
      if (!gone.contains(units.get(i))) {
        keptSpans.add(spans.get(i));
        keptUnits.add(units.get(i));
      }
    }
    if (keptSpans.size() == spans.size()) {
      return;
    }
    spans.clear();
    units.clear();
    bytes = 0;
    for (int i = 0; i < keptSpans.size(); i++) {
      add(keptSpans.get(i), keptUnits.get(i));
    }
  }

  private int cut() {
    int middle = size() / 2;
    for (int away = 0; away < size() / 4; away++) {
      if (isBetweenTraces(middle - away)) {
        return middle - away;
      }
      if (isBetweenTraces(middle + away)) {
        return middle + away;
      }
    }
    return middle;
  }

  private boolean isBetweenTraces(int index) {
    return !units.get(index - 1).equals(units.get(index));
  }

  private Batch part(int from, int to) {
    Batch part = new Batch();
    for (int i = from; i < to; i++) {
      part.add(spans.get(i), units.get(i));
    }
    part.sentBefore = sentBefore;
    part.bisection = bisection;
    return part;
  }

  /** How often a lane still calls a backend to find the bad spans of one refused batch. */
  static final class Bisection {
    static final int MAX_CALLS = 64;

    private int left = MAX_CALLS;

    /** Takes one call; false when there is none left. */
    boolean takeCall() {
      return left-- > 0;
    }
  }
}
