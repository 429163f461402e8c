package dev.ichnos.identity.ids;

import dev.ichnos.identity.rule.Changes;
import dev.ichnos.identity.rule.RuleId;
import dev.ichnos.identity.rule.SpanRule;
import dev.ichnos.model.Origin;
import dev.ichnos.model.Span;
import dev.ichnos.semconv.IchnosKeys;
import java.util.HexFormat;

/** A span that names itself as its parent is a root span: some tracers write roots like that. */
public final class ParentIsSelf implements SpanRule {
  @Override
  public Pass begin(Origin origin, Changes changes) {
    return span -> apply(span, changes);
  }

  private static Span apply(Span span, Changes changes) {
    if (span.parentSpanId() == 0 || span.parentSpanId() != span.spanId()) {
      return span;
    }
    changes.changed(RuleId.PARENT_IS_SELF);
    String original = HexFormat.of().toHexDigits(span.parentSpanId());
    return span.toBuilder()
        .parentSpanId(0)
        .attributes(
            span.attributes().toBuilder()
                .putIfAbsent(IchnosKeys.ORIGINAL_PARENT_SPAN_ID, original)
                .build())
        .build();
  }
}
