package dev.ichnos.identity.ids;

import dev.ichnos.identity.rule.Changes;
import dev.ichnos.identity.rule.RuleId;
import dev.ichnos.identity.rule.SpanRule;
import dev.ichnos.model.Event;
import dev.ichnos.model.Origin;
import dev.ichnos.model.Span;
import dev.ichnos.semconv.IchnosKeys;
import dev.ichnos.semconv.ZipkinKeys;

/**
 * Fills in the start or end that the sender left out, since no backend takes a span without. What
 * is known is used first: the other time, a lone duration, the events; else the moment at which the
 * message came. The span's flags stay, and an attribute says which time is ours.
 */
public final class AbsentTimes implements SpanRule {
  @Override
  public Pass begin(Origin origin, Changes changes) {
    return span -> apply(span, origin, changes);
  }

  private static Span apply(Span span, Origin origin, Changes changes) {
    boolean noStart = span.startEpochNanos() == 0;
    boolean noEnd = span.endEpochNanos() == 0;
    if (!noStart && !noEnd) {
      return span;
    }
    long start = noStart ? start(span, origin) : span.startEpochNanos();
    if (start == 0) {
      return span;
    }
    long end = noEnd ? end(span, start) : span.endEpochNanos();
    changes.changed(RuleId.ABSENT_TIMES);
    String absent = noStart && noEnd ? "start,end" : noStart ? "start" : "end";
    return span.toBuilder()
        .startEpochNanos(start)
        .startAbsent(noStart || span.startAbsent())
        .endEpochNanos(end)
        .endAbsent(noEnd || span.endAbsent())
        .attributes(span.attributes().toBuilder().put(IchnosKeys.ABSENT_TIME, absent).build())
        .build();
  }

  private static long start(Span span, Origin origin) {
    long end = span.endEpochNanos();
    long earliest = Long.MAX_VALUE;
    for (Event event : span.events()) {
      if (event.epochNanos() != 0) {
        earliest = Math.min(earliest, event.epochNanos());
      }
    }
    if (end != 0) {
      return Math.min(earliest, end);
    }
    if (earliest != Long.MAX_VALUE) {
      return earliest;
    }
    // A span is reported when it is over.
    long received = origin.receivedEpochNanos();
    long duration = duration(span);
    return duration < received ? received - duration : received;
  }

  private static long end(Span span, long start) {
    long duration = duration(span);
    if (duration != 0 && duration <= Long.MAX_VALUE - start) {
      return start + duration;
    }
    long latest = start;
    for (Event event : span.events()) {
      latest = Math.max(latest, event.epochNanos());
    }
    return latest;
  }

  private static long duration(Span span) {
    return Math.max(0, span.attributes().integer(ZipkinKeys.DURATION_NANOS, 0));
  }
}
