package dev.ichnos.repair;

import dev.ichnos.identity.ids.ReceivedNames;
import dev.ichnos.model.Link;
import dev.ichnos.model.Span;
import dev.ichnos.semconv.IchnosKeys;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Gives a span another parent where headers show that the wire's is foreign: a load balancer or a
 * platform put its own span into one header family, while another family, captured on the same
 * request, still names a span that is here. Identity left the captured headers as links.
 *
 * <p>That the wire's parent is not here is no evidence by itself, since parents come last. But the
 * captured span is here, so it is over; and it lasted at least as long as this one, so that
 * whatever stood between the two is over as well and would be here. A captured span that is not in
 * the trace says nothing.
 */
final class ForeignParent implements TraceRule {
  /** Clocks of one cluster agree no better. */
  private static final long TOLERANCE_NANOS = 1_000_000;

  /** How far up a circle is looked for; a longer one is left to {@link ParentCycles}. */
  private static final int MOST_STEPS = 64;

  private static final int MOST_SIBLINGS = 64;

  /** As many as OpenTelemetry's SDKs keep. */
  private static final int MOST_LINKS = 128;

  @Override
  public void apply(TraceDraft trace) {
    TraceIndex index = trace.index();
    for (int i = 0; i < trace.size(); i++) {
      Span span = trace.span(i);
      if (span.parentSpanId() == 0
          || span.links().isEmpty()
          || index.parents(i) > 0
          || trace.mayHaveLeft(span.parentSpanId())
          || hasServerHalf(trace, index, span.parentSpanId())) {
        continue;
      }
      @Nullable Span parent = captured(trace, index, span);
      if (parent != null) {
        trace.change(RepairRule.FOREIGN_PARENT, i, under(span, parent));
      }
    }
  }

  /** Of several the one that began last: it is the nearest. */
  private static @Nullable Span captured(TraceDraft trace, TraceIndex index, Span span) {
    @Nullable Span found = null;
    for (int i = 0; i < Math.min(MOST_LINKS, span.links().size()); i++) {
      Link link = span.links().get(i);
      int at = index.only(link.spanId());
      if (at < 0 || link.attributes().string(IchnosKeys.CAPTURED_FROM).isEmpty()) {
        continue;
      }
      Span parent = trace.span(at);
      if (isOfTrace(link, parent)
          && lastsAsLong(parent, span)
          && !isOfSameProxy(parent, span)
          && !isAbove(trace, index, span, parent)
          && (found == null || isNearer(parent, found))) {
        found = parent;
      }
    }
    return found;
  }

  private static boolean isNearer(Span a, Span b) {
    return a.startEpochNanos() != b.startEpochNanos()
        ? a.startEpochNanos() > b.startEpochNanos()
        : Long.compareUnsigned(a.spanId(), b.spanId()) < 0;
  }

  /** Under the id that the trace has now, or the one that the span came with. */
  private static boolean isOfTrace(Link link, Span span) {
    if (link.traceIdLow() == span.traceIdLow()) {
      return link.traceIdHigh() == span.traceIdHigh()
          || link.traceIdHigh() == 0
          || span.traceIdHigh() == 0;
    }
    String original = span.attributes().string(IchnosKeys.ORIGINAL_TRACE_ID);
    return !original.isEmpty() && original.endsWith(HexFormat.of().toHexDigits(link.traceIdLow()));
  }

  /** Whether the parent did come, under the id of its client half; true if they are too many. */
  private static boolean hasServerHalf(TraceDraft trace, TraceIndex index, long wireId) {
    if (index.children(wireId) > MOST_SIBLINGS) {
      return true;
    }
    for (int i = index.firstChild(wireId); i >= 0; i = index.nextSibling(i)) {
      if (ServerHalf.is(trace.span(i))) {
        return true;
      }
    }
    return false;
  }

  /** Headers that were captured by who made the other span do not say who called. */
  private static boolean isOfSameProxy(Span a, Span b) {
    String nodeId = ReceivedNames.nodeId(a);
    return !nodeId.isEmpty() && nodeId.equals(ReceivedNames.nodeId(b));
  }

  /** By the times that their senders stated, before any clock was corrected. */
  private static boolean lastsAsLong(Span parent, Span span) {
    if (parent.startAbsent() || parent.endAbsent() || span.startAbsent() || span.endAbsent()) {
      return false;
    }
    long shift =
        span.attributes().integer(IchnosKeys.CLOCK_SHIFT_NANOS, 0)
            - parent.attributes().integer(IchnosKeys.CLOCK_SHIFT_NANOS, 0);
    return parent.startEpochNanos() <= span.startEpochNanos() - shift + TOLERANCE_NANOS
        && span.endEpochNanos() - shift <= parent.endEpochNanos() + TOLERANCE_NANOS;
  }

  /** Whether the span is an ancestor of the other one, or the other one itself. */
  private static boolean isAbove(TraceDraft trace, TraceIndex index, Span span, Span other) {
    Span at = other;
    for (int i = 0; i < MOST_STEPS; i++) {
      if (at.spanId() == span.spanId()) {
        return true;
      }
      int up = index.only(at.parentSpanId());
      if (up < 0) {
        return false;
      }
      at = trace.span(up);
    }
    return true;
  }

  private static Span under(Span span, Span parent) {
    return span.toBuilder()
        .parentSpanId(parent.spanId())
        .attributes(
            span.attributes().toBuilder()
                .putIfAbsent(
                    IchnosKeys.ORIGINAL_PARENT_SPAN_ID,
                    HexFormat.of().toHexDigits(span.parentSpanId()))
                .build())
        .build();
  }
}
