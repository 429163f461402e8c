package dev.ichnos.identity.ids;

import dev.ichnos.identity.rule.Changes;
import dev.ichnos.identity.rule.RuleId;
import dev.ichnos.identity.rule.SpanRule;
import dev.ichnos.model.Attributes;
import dev.ichnos.model.Origin;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanKind;
import dev.ichnos.semconv.IchnosKeys;
import java.util.HexFormat;

/**
 * Gives the server half of a shared Zipkin span an id of its own and makes it a child of the client
 * half, which keeps the id that both had, whether or not it has come. No backend but Zipkin can
 * hold two spans of one id.
 */
public final class SharedSpanSplit implements SpanRule {
  @Override
  public Pass begin(Origin origin, Changes changes) {
    return span -> {
      if (!span.shared() || !canBeServerHalf(span) || isSplit(span)) {
        return span;
      }
      changes.changed(RuleId.SHARED_SPAN_SPLIT);
      return split(span);
    };
  }

  /** Whether the span already got another id, here or in an Ichnos before us. */
  public static boolean isSplit(Span span) {
    return span.attributes().contains(IchnosKeys.ORIGINAL_SPAN_ID);
  }

  /** The server half under its own id; the wire's ids stay as attributes. */
  public static Span split(Span span) {
    HexFormat hex = HexFormat.of();
    Attributes.Builder attributes =
        span.attributes().toBuilder()
            .put(IchnosKeys.ORIGINAL_SPAN_ID, hex.toHexDigits(span.spanId()));
    if (span.parentSpanId() != 0) {
      attributes.putIfAbsent(
          IchnosKeys.ORIGINAL_PARENT_SPAN_ID, hex.toHexDigits(span.parentSpanId()));
    }
    return span.toBuilder()
        .spanId(ServerHalfId.of(span))
        .parentSpanId(span.spanId())
        .attributes(attributes.build())
        .build();
  }

  private static boolean canBeServerHalf(Span span) {
    return span.kind() != SpanKind.CLIENT && span.kind() != SpanKind.PRODUCER;
  }
}
