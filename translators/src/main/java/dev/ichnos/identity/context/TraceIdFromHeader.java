package dev.ichnos.identity.context;

import dev.ichnos.identity.rule.Changes;
import dev.ichnos.identity.rule.RuleId;
import dev.ichnos.identity.rule.SpanRule;
import dev.ichnos.model.Format;
import dev.ichnos.model.Span;
import dev.ichnos.propagation.HeaderFamilies;
import dev.ichnos.propagation.TraceContext;
import dev.ichnos.semconv.IchnosKeys;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * {@link RuleId#TRACE_ID_FROM_HEADER}: the trace id becomes the one that was captured from one
 * header family. Ids that agree in their low half are one trace if either is 64 bits wide; then the
 * wide one stays, or is taken.
 *
 * <p>The parent stays: whether the captured span is in the trace cannot be seen from one span, and
 * the headers stay on the span for who sees the trace.
 */
final class TraceIdFromHeader implements SpanRule.Pass {
  private final String family;
  private final CapturedContexts captured;
  private final Changes changes;

  /**
   * @param family of which the trace id is taken; {@code b3} stands for both of its forms
   */
  TraceIdFromHeader(String family, Format format, Changes changes) {
    this.family = family;
    this.captured = new CapturedContexts(format);
    this.changes = changes;
  }

  @Override
  public Span apply(Span span) {
    @Nullable TraceContext context = captured.read(span) ? context() : null;
    if (context == null || !isBetter(context, span)) {
      return span;
    }
    changes.changed(RuleId.TRACE_ID_FROM_HEADER);
    return span.toBuilder()
        .traceId(context.traceIdHigh(), context.traceIdLow())
        .attributes(
            span.attributes().toBuilder()
                .putIfAbsent(IchnosKeys.ORIGINAL_TRACE_ID, traceId(span))
                .build())
        .build();
  }

  private @Nullable TraceContext context() {
    boolean b3 = family.equals(HeaderFamilies.B3.id());
    for (CapturedContext context : captured.evidence()) {
      boolean otherForm = b3 && context.family().equals(HeaderFamilies.B3_MULTI.id());
      if (otherForm || context.family().equals(family)) {
        return context.context();
      }
    }
    return null;
  }

  private static boolean isBetter(TraceContext context, Span span) {
    if (context.traceIdLow() != span.traceIdLow()) {
      return true;
    }
    return context.traceIdHigh() != span.traceIdHigh() && context.traceIdHigh() != 0;
  }

  private static String traceId(Span span) {
    HexFormat hex = HexFormat.of();
    String low = hex.toHexDigits(span.traceIdLow());
    return span.traceIdHigh() == 0 ? low : hex.toHexDigits(span.traceIdHigh()) + low;
  }
}
