package dev.ichnos.repair;

import dev.ichnos.model.Span;
import dev.ichnos.semconv.IchnosKeys;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Cuts circles of parents: of spans that are each other's ancestors, the one that began first
 * becomes a root span. A tree cannot hold them, and some backends never end on them.
 */
final class ParentCycles implements TraceRule {
  @Override
  public void apply(TraceDraft trace) {
    Ground ground = new Ground(trace);
    if (ground.isWhole()) {
      return;
    }
    List<Integer> afloat = ground.afloat();
    afloat.sort(Comparator.comparing(trace::span, SpanOrder.BY_START));
    List<Integer> cut = new ArrayList<>();
    for (int i : afloat) {
      if (!ground.holds(i)) {
        int first = firstOfCycle(ground.cycleAbove(i), trace);
        cut.add(first);
        ground.add(first);
      }
    }
    for (int i : cut) {
      trace.change(RepairRule.PARENT_CYCLE, i, root(trace.span(i)));
    }
  }

  private static int firstOfCycle(List<Integer> cycle, TraceDraft trace) {
    int first = cycle.get(0);
    for (int i : cycle) {
      if (SpanOrder.BY_START.compare(trace.span(i), trace.span(first)) < 0) {
        first = i;
      }
    }
    return first;
  }

  private static Span root(Span span) {
    String original = HexFormat.of().toHexDigits(span.parentSpanId());
    return span.toBuilder()
        .parentSpanId(0)
        .attributes(
            span.attributes().toBuilder()
                .putIfAbsent(IchnosKeys.ORIGINAL_PARENT_SPAN_ID, original)
                .put(IchnosKeys.PARENT_CYCLE, true)
                .build())
        .build();
  }

  /**
   * The spans from which the way up ends: at a root span, or at a parent that is not here. One span
   * of an id that several have is enough for all their children.
   */
  private static final class Ground {
    private final TraceDraft trace;
    private final TraceIndex index;
    private final boolean[] holds;
    private final int[] waiting;

    /** By the first span of an id: whether the children of the id are in. */
    private final boolean[] walked;

    private final Map<Long, Integer> parents = new HashMap<>();
    private int held;

    Ground(TraceDraft trace) {
      this.trace = trace;
      index = trace.index();
      holds = new boolean[trace.size()];
      waiting = new int[trace.size()];
      walked = new boolean[trace.size()];
      for (int i = 0; i < holds.length; i++) {
        if (!holds[i] && index.parents(i) == 0) {
          add(i);
        }
      }
    }

    boolean isWhole() {
      return held == holds.length;
    }

    boolean holds(int i) {
      return holds[i];
    }

    /** Takes in a span and all below it, without recursion. */
    void add(int span) {
      int count = 0;
      waiting[count++] = span;
      holds[span] = true;
      held++;
      while (count > 0) {
        int at = waiting[--count];
        int first = index.firstSame(at);
        if (first < 0 || walked[first]) {
          continue;
        }
        walked[first] = true;
        for (int i = index.firstChildOf(at); i >= 0; i = index.nextSibling(i)) {
          if (!holds[i]) {
            holds[i] = true;
            held++;
            waiting[count++] = i;
          }
        }
      }
    }

    List<Integer> afloat() {
      List<Integer> spans = new ArrayList<>();
      for (int i = 0; i < holds.length; i++) {
        if (!holds[i]) {
          spans.add(i);
        }
      }
      return spans;
    }

    /** The circle in which the way up from the span ends. */
    List<Integer> cycleAbove(int span) {
      Map<Integer, Integer> way = new LinkedHashMap<>();
      int at = span;
      while (way.putIfAbsent(at, way.size()) == null) {
        at = parent(at);
      }
      return new ArrayList<>(way.keySet()).subList(way.get(at), way.size());
    }

    private int parent(int span) {
      return parents.computeIfAbsent(trace.span(span).parentSpanId(), this::firstOf);
    }

    private int firstOf(long id) {
      int first = index.first(id);
      for (int i = index.next(first); i >= 0; i = index.next(i)) {
        if (SpanOrder.BY_START.compare(trace.span(i), trace.span(first)) < 0) {
          first = i;
        }
      }
      return first;
    }
  }
}
