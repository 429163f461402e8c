package dev.ichnos.repair;

import dev.ichnos.model.Span;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One trace while the rules work on it, with what they count and an index that they share. Spans
 * are numbers from 0 to {@link #size} - 1, which hold until a rule adds, unites or orders spans.
 */
final class TraceDraft {
  private static final RepairRule[] RULES = RepairRule.values();

  private final List<Span> received;
  private final TraceDecisions before;
  private Span[] spans;
  private int size;
  private boolean touched;
  private @Nullable TraceIndex index;
  private int @Nullable [] changed;
  private int @Nullable [] created;
  private int @Nullable [] merged;

  TraceDraft(List<Span> received, TraceDecisions before) {
    this.received = received;
    this.before = before;
    spans = received.toArray(Span[]::new);
    size = spans.length;
  }

  int size() {
    return size;
  }

  Span span(int i) {
    return spans[i];
  }

  /** What was decided on earlier spans of the trace. */
  TraceDecisions before() {
    return before;
  }

  TraceIndex index() {
    if (index == null) {
      index = new TraceIndex(spans, size);
    }
    return index;
  }

  /** The span's parent, if exactly one span here has its id. */
  @Nullable Span parent(Span span) {
    int parent = index().only(span.parentSpanId());
    return parent < 0 ? null : spans[parent];
  }

  /** The rule reads this span otherwise. */
  void change(RepairRule rule, int i, Span span) {
    Span old = spans[i];
    if (old.spanId() != span.spanId() || old.parentSpanId() != span.parentSpanId()) {
      index = null;
    }
    spans[i] = span;
    touched = true;
    changed = count(changed, rule, 1);
  }

  /** The rule adds a span, behind all others. */
  void create(RepairRule rule, Span span) {
    if (size == spans.length) {
      spans = Arrays.copyOf(spans, size + Math.max(4, size / 2));
    }
    spans[size++] = span;
    index = null;
    touched = true;
    created = count(created, rule, 1);
  }

  /** The rule has united these spans with others: they leave. */
  void merge(RepairRule rule, boolean[] gone) {
    int kept = 0;
    for (int i = 0; i < size; i++) {
      if (!gone[i]) {
        spans[kept++] = spans[i];
      }
    }
    merged = count(merged, rule, size - kept);
    size = kept;
    index = null;
    touched = true;
  }

  /** The same spans in another order. */
  void reorder(java.util.Comparator<Span> order) {
    Arrays.sort(spans, 0, size, order);
    index = null;
    touched = true;
  }

  /** The spans now: the list that came in, if no rule did anything. */
  List<Span> spans() {
    return touched
        ? Collections.unmodifiableList(Arrays.asList(Arrays.copyOf(spans, size)))
        : received;
  }

  void tell(RepairObserver observer) {
    if (!touched) {
      return;
    }
    for (RepairRule rule : RULES) {
      if (of(merged, rule) > 0) {
        observer.merged(rule.label(), of(merged, rule));
      }
      if (of(changed, rule) > 0) {
        observer.changed(rule.label(), of(changed, rule));
      }
      if (of(created, rule) > 0) {
        observer.created(rule.label(), of(created, rule));
      }
    }
  }

  private static int[] count(int @Nullable [] counts, RepairRule rule, int spans) {
    int[] all = counts == null ? new int[RULES.length] : counts;
    all[rule.ordinal()] += spans;
    return all;
  }

  private static int of(int @Nullable [] counts, RepairRule rule) {
    return counts == null ? 0 : Objects.requireNonNull(counts)[rule.ordinal()];
  }
}
