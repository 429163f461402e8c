package dev.ichnos.repair.join;

import dev.ichnos.model.Span;
import dev.ichnos.model.SpanKind;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Whether all traces that bear a token make one tree, as those of one request do.
 *
 * <p>Every root of every such trace must bear the token and have a {@link Relation} to another span
 * that bears it, but for one: the request's own. Where a second one is left, the token stands for
 * two requests, or for one of which too much is missing; nobody can tell, so it says nothing.
 */
final class TokenTree {
  /** More than any request has; bounds the comparisons. */
  private static final int MOST_ROOTS = 128;

  private final Map<ReceivedTrace, ReceivedTrace> leaders = new HashMap<>();
  private final Set<JoinEvidence> evidence = EnumSet.noneOf(JoinEvidence.class);
  private final boolean holds;

  /**
   * @param traces those that have a span that bears the token
   * @param traceOf the trace of a span
   */
  TokenTree(
      Set<ReceivedTrace> traces,
      List<SpanEvidence> bearers,
      Map<SpanEvidence, ReceivedTrace> traceOf,
      long skewNanos) {
    int roots = 0;
    for (ReceivedTrace trace : traces) {
      roots += trace.roots().size();
      leaders.put(trace, trace);
    }
    holds =
        roots <= MOST_ROOTS && entries(traces, bearers, traceOf, skewNanos) <= 1 && groups() == 1;
  }

  boolean holds() {
    return holds;
  }

  /** Which relations there are between the traces. */
  Set<JoinEvidence> evidence() {
    return evidence;
  }

  /** Attaches what it can; how many roots are left by which a request may have come in. */
  private int entries(
      Set<ReceivedTrace> traces,
      List<SpanEvidence> bearers,
      Map<SpanEvidence, ReceivedTrace> traceOf,
      long skewNanos) {
    Set<SpanEvidence> bearing = new HashSet<>(bearers);
    int entries = 0;
    for (ReceivedTrace trace : traces) {
      for (SpanEvidence root : trace.roots()) {
        boolean attached = false;
        if (bearing.contains(root)) {
          for (SpanEvidence from : bearers) {
            Relation relation = Relation.of(from, root, skewNanos);
            if (relation != null) {
              attached = true;
              unite(trace, traceOf.getOrDefault(from, trace), relation);
            }
          }
        }
        entries += !attached && isEntry(root) ? 1 : 0;
      }
    }
    return entries;
  }

  /** An orphan in the middle of a trace may hang by a span that is missing. */
  private static boolean isEntry(SpanEvidence root) {
    Span span = root.span;
    return span.parentSpanId() == 0
        || root.arrives
        || span.kind() == SpanKind.SERVER
        || span.kind() == SpanKind.CONSUMER;
  }

  @SuppressWarnings("ReferenceEquality") // traces are the same when they are one object
  private void unite(ReceivedTrace one, ReceivedTrace other, Relation relation) {
    if (one != other) {
      evidence.add(relation.evidence);
      leaders.put(leader(one), leader(other));
    }
  }

  @SuppressWarnings("ReferenceEquality")
  private ReceivedTrace leader(ReceivedTrace trace) {
    ReceivedTrace leader = trace;
    ReceivedTrace next = leaders.getOrDefault(leader, leader);
    while (next != leader) {
      leader = next;
      next = leaders.getOrDefault(leader, leader);
    }
    return leader;
  }

  @SuppressWarnings("ReferenceEquality")
  private int groups() {
    int groups = 0;
    for (Map.Entry<ReceivedTrace, ReceivedTrace> each : leaders.entrySet()) {
      groups += each.getKey() == each.getValue() ? 1 : 0;
    }
    return groups;
  }
}
