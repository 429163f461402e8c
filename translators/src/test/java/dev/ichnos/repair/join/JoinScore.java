package dev.ichnos.repair.join;

import dev.ichnos.model.Span;
import dev.ichnos.model.TraceId;
import dev.ichnos.repair.join.CallGraph.Made;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How well traces of generated graphs were joined. */
final class JoinScore {
  long graphs;
  long falseJoins;
  long joins;

  /** Joins that it takes to make one trace of each request. */
  long wanted;

  /** Of these, how many were made. */
  long made;

  long parents;
  long wrongParents;
  @Nullable String firstFalse;
  @Nullable String firstWrong;

  void add(CallGraph graph, List<JoinedTrace> found) {
    graphs++;
    Map<TraceId, Set<Integer>> requests = graph.requestsByTrace();
    Map<TraceId, TraceId> joinedId = new HashMap<>();
    Set<TraceId> ids = new HashSet<>();
    for (JoinedTrace trace : found) {
      joins += trace.traces().size() - 1;
      boolean isFalse = !ids.add(trace.id()) || !isOfOneRequest(trace, requests);
      isFalse |= requests.containsKey(trace.id()) && !trace.traces().contains(trace.id());
      if (isFalse) {
        falseJoins++;
        firstFalse = firstFalse == null ? describe(graph, trace) : firstFalse;
      }
      trace.traces().forEach(each -> joinedId.put(each, trace.id()));
    }
    Map<Integer, Set<TraceId>> before = new HashMap<>();
    Map<Integer, Set<TraceId>> after = new HashMap<>();
    requests.forEach(
        (id, all) -> {
          for (int request : all) {
            before.computeIfAbsent(request, key -> new HashSet<>()).add(id);
            after
                .computeIfAbsent(request, key -> new HashSet<>())
                .add(joinedId.getOrDefault(id, id));
          }
        });
    before.forEach(
        (request, all) -> {
          wanted += all.size() - 1;
          made += all.size() - after.getOrDefault(request, all).size();
        });
    parents(graph, found);
  }

  /** Whether the senders themselves had not put apart what is of one trace here. */
  private static boolean isOfOneRequest(JoinedTrace trace, Map<TraceId, Set<Integer>> requests) {
    Set<Integer> all = new HashSet<>();
    trace.traces().forEach(each -> all.addAll(requests.getOrDefault(each, Set.of())));
    return all.size() == 1
        || trace.traces().stream().anyMatch(each -> requests.getOrDefault(each, all).equals(all));
  }

  private void parents(CallGraph graph, List<JoinedTrace> found) {
    for (Made each : graph.spans()) {
      Span span = each.span;
      for (JoinedTrace trace : found) {
        if (!each.isLost && trace.holds(span)) {
          Span after = trace.apply(span);
          if (after.parentSpanId() != span.parentSpanId()) {
            parents++;
            if (!isBelow(each, after.parentSpanId())) {
              wrongParents++;
              if (wrongParents == 1) {
                firstWrong = "wrong parent of " + each + "\n" + describe(graph, trace);
              }
            }
          }
        }
      }
    }
  }

  /** Whether the span was caused by that one, directly or not. */
  private static boolean isBelow(Made span, long spanId) {
    for (Made at = span.cause; at != null; at = at.cause) {
      if (at.span.spanId() == spanId) {
        return true;
      }
    }
    return false;
  }

  private static String describe(CallGraph graph, JoinedTrace trace) {
    StringBuilder text = new StringBuilder();
    text.append(trace.id()).append(' ').append(trace.evidence()).append('\n');
    for (Made each : graph.spans()) {
      if (trace.holds(each.span)) {
        text.append(each.isLost ? "lost " : "     ").append(each).append('\n');
      }
    }
    return text.toString();
  }

  double recall() {
    return wanted == 0 ? 1 : (double) made / wanted;
  }

  @Override
  public String toString() {
    return "graphs %d, joins %d, false %d, wanted %d, recall %.1f %%, parents %d, wrong %d"
        .formatted(graphs, joins, falseJoins, wanted, 100 * recall(), parents, wrongParents);
  }
}
