package dev.ichnos.identity;

import dev.ichnos.model.Origin;
import dev.ichnos.model.Span;
import dev.ichnos.semconv.IchnosKeys;
import java.util.HexFormat;

/** A span that names itself as its parent is a root span: some tracers write roots like that. */
final class ParentIsSelf implements SpanRule {
  @Override
  public String id() {
    return IdentityRules.PARENT_IS_SELF;
  }

  @Override
  public Span apply(Span span, Origin origin) {
    if (span.parentSpanId() == 0 || span.parentSpanId() != span.spanId()) {
      return span;
    }
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
