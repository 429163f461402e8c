package dev.ichnos.repair;

import dev.ichnos.model.Span;
import dev.ichnos.semconv.IchnosKeys;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Lets the children of a server half follow it to the id that the split gave it. On the wire they
 * name the id that both halves had; those that the half's service reported are its own, those of
 * other services stay with the client half.
 */
final class SharedSpanChildren implements TraceRule {
  @Override
  public void apply(TraceDraft trace) {
    ServerHalves halves = ServerHalves.of(trace);
    if (halves.isEmpty()) {
      return;
    }
    for (int i = 0; i < trace.size(); i++) {
      Span child = trace.span(i);
      @Nullable ServerHalf parent = halves.parentOf(child);
      if (parent != null) {
        trace.change(RepairRule.SHARED_SPAN_CHILDREN, i, moved(child, parent));
      }
    }
  }

  private static Span moved(Span child, ServerHalf parent) {
    String original = HexFormat.of().toHexDigits(child.parentSpanId());
    return child.toBuilder()
        .parentSpanId(parent.id())
        .attributes(
            child.attributes().toBuilder()
                .putIfAbsent(IchnosKeys.ORIGINAL_PARENT_SPAN_ID, original)
                .build())
        .build();
  }
}
