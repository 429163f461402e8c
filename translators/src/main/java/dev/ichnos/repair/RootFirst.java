package dev.ichnos.repair;

import dev.ichnos.model.Span;
import java.util.Comparator;

/**
 * Puts the root span first and the others in the order in which they began: some backends name a
 * trace by the first span of it that they see. No span reads otherwise, so that nothing is counted.
 */
final class RootFirst implements TraceRule {
  private static final Comparator<Span> ORDER =
      Comparator.comparing((Span span) -> span.parentSpanId() != 0)
          .thenComparing(SpanOrder.BY_START);

  @Override
  public void apply(TraceDraft trace) {
    for (int i = 1; i < trace.size(); i++) {
      if (isBefore(trace.span(i), trace.span(i - 1))) {
        trace.reorder(ORDER);
        return;
      }
    }
  }

  /** The usual cases without a chain of comparators. */
  private static boolean isBefore(Span b, Span a) {
    boolean rootA = a.parentSpanId() == 0;
    boolean rootB = b.parentSpanId() == 0;
    if (rootA != rootB) {
      return rootB;
    }
    return a.startEpochNanos() == b.startEpochNanos()
        ? ORDER.compare(b, a) < 0
        : b.startEpochNanos() < a.startEpochNanos();
  }
}
