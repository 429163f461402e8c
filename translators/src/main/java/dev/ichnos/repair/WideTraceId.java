package dev.ichnos.repair;

import dev.ichnos.model.Span;
import dev.ichnos.semconv.IchnosKeys;
import java.util.HexFormat;

/**
 * Gives spans with a trace id of 64 bits the one of 128 bits whose lower half it is, where others
 * of the trace have it: tracers that only read 64 bits cut the id off. Where two ids of 128 bits
 * share that lower half, there is no telling which was cut.
 */
final class WideTraceId implements TraceRule {
  @Override
  public void apply(TraceDraft trace) {
    long wide = trace.before().high();
    boolean narrow = false;
    for (int i = 0; i < trace.size(); i++) {
      long high = trace.span(i).traceIdHigh();
      narrow |= high == 0;
      if (high != 0 && wide != 0 && high != wide) {
        return;
      }
      wide |= high;
    }
    if (narrow && wide != 0) {
      widen(trace, wide);
    }
  }

  private static void widen(TraceDraft trace, long wide) {
    for (int i = 0; i < trace.size(); i++) {
      Span span = trace.span(i);
      if (span.traceIdHigh() == 0) {
        String original = HexFormat.of().toHexDigits(span.traceIdLow());
        trace.change(
            RepairRule.WIDE_TRACE_ID,
            i,
            span.toBuilder()
                .traceId(wide, span.traceIdLow())
                .attributes(
                    span.attributes().toBuilder()
                        .putIfAbsent(IchnosKeys.ORIGINAL_TRACE_ID, original)
                        .build())
                .build());
      }
    }
  }
}
