package dev.ichnos.repair;

import dev.ichnos.model.Span;
import dev.ichnos.semconv.IchnosKeys;

/**
 * Says on a span that its parent had not come when the trace left: it may come later, since spans
 * are sent when they end and parents end last, or never. Absence is no evidence, so that the parent
 * stays what it is.
 */
final class ParentMissing implements TraceRule {
  @Override
  public void apply(TraceDraft trace) {
    for (int i = 0; i < trace.size(); i++) {
      Span span = trace.span(i);
      if (span.parentSpanId() != 0
          && !trace.hasParent(i)
          && !trace.mayHaveLeft(span.parentSpanId())
          && !span.attributes().contains(IchnosKeys.PARENT_MISSING)) {
        trace.change(RepairRule.PARENT_MISSING, i, marked(span));
      }
    }
  }

  @Override
  public boolean isForLoneSpans() {
    return true;
  }

  private static Span marked(Span span) {
    return span.toBuilder()
        .attributes(span.attributes().toBuilder().put(IchnosKeys.PARENT_MISSING, true).build())
        .build();
  }
}
