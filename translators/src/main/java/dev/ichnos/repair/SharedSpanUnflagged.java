package dev.ichnos.repair;

import dev.ichnos.identity.ids.SharedSpanSplit;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanKind;

/**
 * Splits a server span from the client span whose id it has, where the sender left the flag {@code
 * shared} out. That both are there is the evidence: one service does not give one id twice.
 */
final class SharedSpanUnflagged implements TraceRule {
  @Override
  public void apply(TraceDraft trace) {
    TraceIndex index = trace.index();
    if (!index.hasRepeatedIds() && trace.isFirstWindow()) {
      return;
    }
    for (int i = 0; i < trace.size(); i++) {
      // Each chain once, from its first span.
      if (index.isFirst(i)
          && (index.same(i) > 1 || !trace.isFirstWindow())
          && hasClient(trace, index, i)) {
        split(trace, index, i);
      }
    }
  }

  private static boolean hasClient(TraceDraft trace, TraceIndex index, int first) {
    for (int i = first; i >= 0; i = index.next(i)) {
      if (trace.span(i).kind() == SpanKind.CLIENT) {
        return true;
      }
    }
    return !trace.isFirstWindow() && trace.left().holdsClient(trace.span(first).spanId());
  }

  private static void split(TraceDraft trace, TraceIndex index, int first) {
    for (int i = first; i >= 0; i = index.next(i)) {
      Span span = trace.span(i);
      if (span.kind() == SpanKind.SERVER && !SharedSpanSplit.isSplit(span)) {
        Span half = SharedSpanSplit.split(span).toBuilder().shared(true).build();
        trace.change(RepairRule.SHARED_SPAN_UNFLAGGED, i, half);
      }
    }
  }
}
