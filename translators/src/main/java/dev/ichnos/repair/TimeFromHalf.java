package dev.ichnos.repair;

import dev.ichnos.model.Event;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanKind;
import dev.ichnos.semconv.IchnosKeys;
import dev.ichnos.semconv.ZipkinKeys;
import org.jspecify.annotations.Nullable;

/**
 * Gives a span whose sender left a time out the one of the call's other half, or else of its
 * children, in place of what identity had to make up. What the span's own events or a lone duration
 * say goes before; only times that senders stated are taken, so that the order of spans does not
 * matter.
 */
final class TimeFromHalf implements TraceRule {
  private static final String CLIENT = "client";
  private static final String SERVER = "server";
  private static final String CHILDREN = "children";

  @Override
  public void apply(TraceDraft trace) {
    for (int i = 0; i < trace.size(); i++) {
      Span span = trace.span(i);
      if ((span.startAbsent() || span.endAbsent())
          && span.attributes().string(IchnosKeys.TIME_SOURCE).isEmpty()
          && !hasEvents(span)) {
        infer(trace, i, span);
      }
    }
  }

  private static void infer(TraceDraft trace, int i, Span span) {
    @Nullable Span client = trace.parent(i);
    if (span.kind() == SpanKind.SERVER && client != null && client.kind() == SpanKind.CLIENT) {
      Times times = new Times();
      times.take(client);
      if (set(trace, i, span, times, CLIENT)) {
        return;
      }
    }
    if (trace.index().same(i) != 1) {
      return;
    }
    if (span.kind() == SpanKind.CLIENT && set(trace, i, span, below(trace, span, true), SERVER)) {
      return;
    }
    set(trace, i, span, below(trace, span, false), CHILDREN);
  }

  private static Times below(TraceDraft trace, Span span, boolean servers) {
    Times times = new Times();
    TraceIndex index = trace.index();
    for (int i = index.firstChild(span.spanId()); i >= 0; i = index.nextSibling(i)) {
      Span child = trace.span(i);
      if ((!servers || child.kind() == SpanKind.SERVER)
          && !child.attributes().contains(IchnosKeys.CREATED)) {
        times.take(child);
      }
    }
    return times;
  }

  /** Whether the times helped; what the sender stated stays, and lies between. */
  private static boolean set(TraceDraft trace, int i, Span span, Times times, String source) {
    long start = span.startEpochNanos();
    long end = span.endEpochNanos();
    long duration = Math.max(0, span.attributes().integer(ZipkinKeys.DURATION_NANOS, 0));
    boolean noStart = span.startAbsent() && times.start != Long.MAX_VALUE;
    if (noStart) {
      start = span.endAbsent() ? times.start : Math.min(times.start, end);
    }
    boolean noEnd = span.endAbsent() && (duration != 0 ? noStart : times.end != Long.MIN_VALUE);
    if (noEnd) {
      end = duration == 0 ? times.end : start + duration;
    }
    if (span.endAbsent()) {
      end = Math.max(start, end);
    }
    if (!noStart && !noEnd) {
      return false;
    }
    trace.change(
        RepairRule.TIME_FROM_HALF,
        i,
        span.toBuilder()
            .startEpochNanos(start)
            .endEpochNanos(end)
            .attributes(span.attributes().toBuilder().put(IchnosKeys.TIME_SOURCE, source).build())
            .build());
    return true;
  }

  private static boolean hasEvents(Span span) {
    for (Event event : span.events()) {
      if (event.epochNanos() != 0) {
        return true;
      }
    }
    return false;
  }

  /** The earliest start and the latest end that senders stated. */
  private static final class Times {
    private long start = Long.MAX_VALUE;
    private long end = Long.MIN_VALUE;

    void take(Span span) {
      if (!span.startAbsent() && span.startEpochNanos() != 0) {
        start = Math.min(start, span.startEpochNanos());
      }
      if (!span.endAbsent() && span.endEpochNanos() != 0) {
        end = Math.max(end, span.endEpochNanos());
      }
    }
  }
}
