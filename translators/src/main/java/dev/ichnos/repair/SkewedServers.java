package dev.ichnos.repair;

import dev.ichnos.model.Attributes;
import dev.ichnos.model.Event;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanKind;
import dev.ichnos.semconv.IchnosKeys;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds server spans that lie outside the client span which they answer, on another host: its clock
 * goes wrong. How far is said on the server span; on request it is moved just inside, and with it
 * whatever its pod did below it, so that durations stay. A server that outlives its client is no
 * evidence, since the client may have given up; one that begins before its client is.
 */
final class SkewedServers implements TraceRule {
  /** Clocks of one cluster agree no better, and formats count microseconds. */
  private static final long TOLERANCE_NANOS = 1_000_000;

  private final boolean corrects;

  SkewedServers(ClockSkew mode) {
    corrects = mode == ClockSkew.CORRECT;
  }

  @Override
  public void apply(TraceDraft trace) {
    if (!corrects) {
      annotate(trace);
    } else if (isSkewed(trace) || trace.before().shifts() > 0) {
      correct(trace);
    }
  }

  private static void annotate(TraceDraft trace) {
    for (int i = 0; i < trace.size(); i++) {
      Span server = trace.span(i);
      long skew = skew(trace, i, 0);
      if (skew != 0 && server.attributes().integer(IchnosKeys.CLOCK_SKEW_NANOS, 0) != skew) {
        Attributes.Builder attributes = server.attributes().toBuilder();
        attributes.put(IchnosKeys.CLOCK_SKEW_NANOS, skew);
        trace.change(
            RepairRule.CLOCK_SKEW, i, server.toBuilder().attributes(attributes.build()).build());
      }
    }
  }

  private static boolean isSkewed(TraceDraft trace) {
    for (int i = 0; i < trace.size(); i++) {
      if (skew(trace, i, 0) != 0) {
        return true;
      }
    }
    return false;
  }

  /** From the roots down, since what a client is moved by its servers are moved by as well. */
  private static void correct(TraceDraft trace) {
    int[] order = fromTheTop(trace);
    long[] shifts = new long[trace.size()];
    long[] skews = new long[trace.size()];
    for (int i : order) {
      Span span = trace.span(i);
      int parent = trace.index().onlyParent(i);
      if (parent < 0) {
        shifts[i] = earlierShift(trace, span);
        continue;
      }
      skews[i] = skew(trace, i, shifts[parent]);
      if (skews[i] != 0) {
        shifts[i] = -skews[i];
      } else if (shifts[parent] != 0 && Instances.samePod(span, trace.span(parent))) {
        shifts[i] = shifts[parent];
      }
    }
    for (int i : order) {
      Span span = trace.span(i);
      if (shifts[i] != 0 && span.startEpochNanos() + shifts[i] > 0) {
        trace.change(RepairRule.CLOCK_SKEW, i, moved(span, shifts[i], skews[i]));
        trace.moved(i);
      }
    }
  }

  private static int[] fromTheTop(TraceDraft trace) {
    TraceIndex index = trace.index();
    int[] order = new int[trace.size()];
    int count = 0;
    for (int i = 0; i < order.length; i++) {
      if (index.onlyParent(i) < 0) {
        order[count++] = i;
      }
    }
    for (int at = 0; at < count; at++) {
      if (index.same(order[at]) == 1) {
        for (int i = index.firstChildOf(order[at]); i >= 0; i = index.nextSibling(i)) {
          order[count++] = i;
        }
      }
    }
    return Arrays.copyOf(order, count);
  }

  private static long earlierShift(TraceDraft trace, Span span) {
    long key = 0;
    for (int i = 0; i < trace.before().shifts(); i++) {
      TraceDecisions.Shift shift = trace.before().shift(i);
      if (shift.spanId() == span.parentSpanId()) {
        key = key == 0 ? Instances.key(span) : key;
        if (key != 0 && key == shift.instanceKey()) {
          return shift.nanos();
        }
      }
    }
    return 0;
  }

  /**
   * How far the span lies outside its client: 0 if it does not, or is no server with a client.
   *
   * @param clientShift what the client is moved by
   */
  private static long skew(TraceDraft trace, int i, long clientShift) {
    Span server = trace.span(i);
    if (server.kind() != SpanKind.SERVER) {
      return 0;
    }
    @Nullable Span client = trace.parent(i);
    if (client == null || client.kind() != SpanKind.CLIENT) {
      return 0;
    }
    long early = server.startEpochNanos() - client.startEpochNanos() - clientShift;
    long late = server.endEpochNanos() - client.endEpochNanos() - clientShift;
    long skew = early < 0 ? early : late > 0 && early >= late ? late : 0;
    return Math.abs(skew) < TOLERANCE_NANOS || !isEvidence(server, client) ? 0 : skew;
  }

  private static boolean isEvidence(Span server, Span client) {
    return isStated(server)
        && isStated(client)
        && Instances.differentHosts(server, client)
        && !server.attributes().contains(IchnosKeys.CREATED);
  }

  private static boolean isStated(Span span) {
    return !span.startAbsent()
        && !span.endAbsent()
        && span.startEpochNanos() > 0
        && span.endEpochNanos() >= span.startEpochNanos();
  }

  private static Span moved(Span span, long shift, long skew) {
    Attributes.Builder attributes = span.attributes().toBuilder();
    long earlier = span.attributes().integer(IchnosKeys.CLOCK_SHIFT_NANOS, 0);
    attributes.put(IchnosKeys.CLOCK_SHIFT_NANOS, earlier + shift);
    if (skew != 0) {
      attributes.put(IchnosKeys.CLOCK_SKEW_NANOS, skew);
    }
    List<Event> events = new ArrayList<>(span.events().size());
    for (Event event : span.events()) {
      events.add(
          event.epochNanos() == 0
              ? event
              : new Event(
                  event.epochNanos() + shift,
                  event.name(),
                  event.attributes(),
                  event.droppedAttributesCount()));
    }
    return span.toBuilder()
        .startEpochNanos(span.startEpochNanos() + shift)
        .endEpochNanos(span.endEpochNanos() + shift)
        .events(events)
        .attributes(attributes.build())
        .build();
  }
}
