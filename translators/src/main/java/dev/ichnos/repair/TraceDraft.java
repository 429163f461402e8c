package dev.ichnos.repair;

import dev.ichnos.model.Span;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One trace while the rules work on it, with what they count and an index that they share. Spans
 * are numbers from 0 to {@link #size} - 1, which hold until a rule adds, unites or orders spans.
 */
@SuppressWarnings("EnumOrdinal") // counts stand in an array by rule
final class TraceDraft {
  private static final RepairRule[] RULES = RepairRule.values();

  private final List<Span> received;
  private final TraceDecisions before;
  private Span[] spans;
  private int size;
  private boolean touched;
  private int changes;
  private List<Span> moved = List.of();
  private TraceDecisions.@Nullable Left left;
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

  /** The spans that have left in earlier windows. */
  TraceDecisions.Left left() {
    if (left == null) {
      left = before.left();
    }
    return left;
  }

  boolean isFirstWindow() {
    return before.isEmpty();
  }

  /**
   * Whether there is one span, which is not its own parent, and none has left before: then no rule
   * finds another span to compare it with.
   */
  boolean isLoneSpan() {
    return size == 1 && isFirstWindow() && !isOwnParent(spans[0]);
  }

  private static boolean isOwnParent(Span span) {
    return span.parentSpanId() == span.spanId() && span.spanId() != 0;
  }

  /** Whether a span of this id has left in an earlier window; true if that is not known. */
  boolean mayHaveLeft(long id) {
    return !isFirstWindow() && left().mayHold(id);
  }

  TraceIndex index() {
    if (index == null) {
      index = new TraceIndex(spans, size);
    }
    return index;
  }

  /** Whether any span here has the id of the span's parent. */
  boolean hasParent(int i) {
    return !isLoneSpan() && index().parents(i) > 0;
  }

  /** The span's parent, if exactly one span here has its id. */
  @Nullable Span parent(int i) {
    int parent = index().onlyParent(i);
    return parent < 0 ? null : spans[parent];
  }

  /** The rule reads this span otherwise. */
  void change(RepairRule rule, int i, Span span) {
    annotate(i, span);
    changed = count(changed, rule, 1);
    changes++;
  }

  /** Whether no rule did anything yet. */
  boolean isAsReceived() {
    return !touched;
  }

  /** Grows whenever a rule changes or unites spans. */
  int changes() {
    return changes;
  }

  /** As {@link #change}, of a span that is counted otherwise. */
  void annotate(int i, Span span) {
    Span old = spans[i];
    if (old.spanId() != span.spanId() || old.parentSpanId() != span.parentSpanId()) {
      index = null;
    }
    spans[i] = span;
    touched = true;
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
    changes++;
    size = kept;
    index = null;
    touched = true;
  }

  /** The span's times were changed for its host's clock: what it did later is to follow. */
  void moved(int i) {
    moved = moved.isEmpty() ? new ArrayList<>() : moved;
    moved.add(spans[i]);
  }

  /** The same spans in another order. */
  void reorder(Comparator<Span> order) {
    Arrays.sort(spans, 0, size, order);
    index = null;
    touched = true;
  }

  /**
   * The spans now, the list that came in if no rule did anything, and what later ones of the trace
   * are to follow.
   *
   * @param likenesses whether copies of these spans are to be known again
   */
  Repaired repaired(boolean likenesses) {
    List<Span> now =
        touched
            ? Collections.unmodifiableList(Arrays.asList(Arrays.copyOf(spans, size)))
            : received;
    return new Repaired(
        now, TraceDecisions.after(before, likenesses ? received : List.of(), now, moved));
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
