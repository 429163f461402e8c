package dev.ichnos.collector.pipeline;

import dev.ichnos.model.EncodedSpans;
import dev.ichnos.model.Resource;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.ObjIntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Spans that a lane hands to its exporter at once, in parts of one trace unit each.
 *
 * <p>Its bytes are the model's estimate, a resource counted once for each run of spans that share
 * it; of spans that are still encoded, their bytes on the wire. They never share a batch with
 * others. The lane's thread alone touches it.
 */
final class Batch {
  private final List<Part> parts = new ArrayList<>();
  private int size;
  private long bytes;

  /** Attempts that were answered with "not now". */
  private int failures;

  /** Not to be sent before this time. */
  private long dueEpochNanos = Long.MIN_VALUE;

  /** Whether its spans were part of a call before. */
  private boolean sentBefore;

  /** Set on the parts of a batch that was refused for a bad span. */
  private @Nullable Bisection bisection;

  /**
   * How many of these spans, from the first on, have room here.
   *
   * @param maxBytes of the whole batch
   * @param maxSpans of the whole batch
   */
  int room(List<Span> spans, long maxBytes, int maxSpans) {
    int most = Math.min(spans.size(), maxSpans - size);
    if (spans instanceof EncodedSpans encoded) {
      // To know where bytes end is to walk the message again: near enough is found sooner.
      while (most > 0 && bytes + bytesOf(encoded.subList(0, most)) > maxBytes) {
        most /= 2;
      }
      return most;
    }
    long left = maxBytes - bytes;
    @Nullable Span before = last();
    for (int i = 0; i < most; i++) {
      Span span = spans.get(i);
      left -= bytesOf(span, before);
      if (left < 0) {
        return i;
      }
      before = span;
    }
    return most;
  }

  /** Takes spans of a unit, at least one; the list is kept, and not written again. */
  void add(List<Span> spans, TraceUnit unit) {
    bytes += spans instanceof EncodedSpans encoded ? bytesOf(encoded) : bytesOf(spans, last());
    size += spans.size();
    parts.add(new Part(spans, unit));
  }

  int size() {
    return size;
  }

  boolean isEmpty() {
    return size == 0;
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
    return new SpanBatch(joined(), parts.get(0).unit.firstEntry().group().origin());
  }

  /** Calls back once for each run of spans of one unit. */
  void forEachUnit(ObjIntConsumer<TraceUnit> action) {
    int i = 0;
    while (i < parts.size()) {
      TraceUnit unit = parts.get(i).unit;
      int spans = 0;
      for (; i < parts.size() && parts.get(i).unit.equals(unit); i++) {
        spans += parts.get(i).spans.size();
      }
      action.accept(unit, spans);
    }
  }

  /** Its two parts, between two traces where one ends near the middle. At least two spans. */
  List<Batch> halves() {
    int cut = cut();
    return List.of(range(0, cut), range(cut, size));
  }

  /** Takes out all spans of these units. */
  void remove(Set<TraceUnit> gone) {
    List<Part> kept = parts.stream().filter(part -> !gone.contains(part.unit)).toList();
    if (kept.size() == parts.size()) {
      return;
    }
    parts.clear();
    size = 0;
    bytes = 0;
    kept.forEach(part -> add(part.spans, part.unit));
  }

  private int cut() {
    int middle = size / 2;
    int nearest = middle;
    int least = size / 4;
    int end = 0;
    for (int i = 1; i < parts.size(); i++) {
      end += parts.get(i - 1).spans.size();
      int away = Math.abs(end - middle);
      if (away < least && !parts.get(i - 1).unit.equals(parts.get(i).unit)) {
        nearest = end;
        least = away;
      }
    }
    return nearest;
  }

  private Batch range(int from, int to) {
    Batch range = new Batch();
    int first = 0;
    for (Part part : parts) {
      int cutFrom = Math.max(from - first, 0);
      int cutTo = Math.min(to - first, part.spans.size());
      if (cutFrom < cutTo) {
        range.add(part.spans.subList(cutFrom, cutTo), part.unit);
      }
      first += part.spans.size();
    }
    range.sentBefore = sentBefore;
    range.bisection = bisection;
    return range;
  }

  private List<Span> joined() {
    if (parts.size() == 1) {
      return parts.get(0).spans;
    }
    if (parts.get(0).spans instanceof EncodedSpans) {
      List<EncodedSpans> encoded = new ArrayList<>(parts.size());
      parts.forEach(part -> encoded.add((EncodedSpans) part.spans));
      return EncodedSpans.join(encoded);
    }
    List<Span> all = new ArrayList<>(size);
    parts.forEach(part -> all.addAll(part.spans));
    return all;
  }

  private @Nullable Span last() {
    if (parts.isEmpty()) {
      return null;
    }
    List<Span> spans = parts.get(parts.size() - 1).spans;
    return spans.get(spans.size() - 1);
  }

  private static long bytesOf(EncodedSpans spans) {
    return spans.encodedSize();
  }

  private static long bytesOf(List<Span> spans, @Nullable Span before) {
    long bytes = 0;
    @Nullable Span last = before;
    for (int i = 0; i < spans.size(); i++) {
      Span span = spans.get(i);
      bytes += bytesOf(span, last);
      last = span;
    }
    return bytes;
  }

  /** What a span adds to a batch that ends with {@code before}. */
  @SuppressWarnings("ReferenceEquality") // what is shared is shared by identity
  private static long bytesOf(Span span, @Nullable Span before) {
    Resource resource = span.resource();
    boolean shared = before != null && before.resource() == resource;
    return (long) span.retainedBytes() + (shared ? 0 : resource.retainedBytes());
  }

  private record Part(List<Span> spans, TraceUnit unit) {}

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
