package dev.ichnos.repair;

import dev.ichnos.identity.ids.SharedSpanSplit;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanKind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Splits a server span from the client span whose id it has, where the sender left the flag {@code
 * shared} out. That both are there is the evidence: one service does not give one id twice.
 */
final class SharedSpanUnflagged implements TraceRule {
  @Override
  public String id() {
    return RepairRules.SHARED_SPAN_UNFLAGGED;
  }

  @Override
  public List<Span> apply(List<Span> trace) {
    Set<Long> servers = new HashSet<>();
    for (Span span : trace) {
      if (isServerHalf(span)) {
        servers.add(span.spanId());
      }
    }
    Set<Long> both = new HashSet<>();
    for (Span span : trace) {
      if (span.kind() == SpanKind.CLIENT && servers.contains(span.spanId())) {
        both.add(span.spanId());
      }
    }
    if (both.isEmpty()) {
      return trace;
    }
    List<Span> changed = new ArrayList<>(trace);
    changed.replaceAll(
        span ->
            isServerHalf(span) && both.contains(span.spanId())
                ? SharedSpanSplit.split(span)
                : span);
    return changed;
  }

  private static boolean isServerHalf(Span span) {
    return span.kind() == SpanKind.SERVER && !SharedSpanSplit.isSplit(span);
  }
}
