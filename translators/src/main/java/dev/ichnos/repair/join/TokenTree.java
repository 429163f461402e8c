package dev.ichnos.repair.join;

import dev.ichnos.model.Span;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

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
  private final Set<ReceivedTrace> traces;
  private final List<SpanEvidence> bearers;
  private final Map<SpanEvidence, ReceivedTrace> traceOf;
  private final long skewNanos;
  private final boolean holds;

  /** Where the request came in. */
  private @Nullable SpanEvidence entry;

  /**
   * @param traces those that have a span that bears the token
   * @param traceOf the trace of a span
   */
  TokenTree(
      Set<ReceivedTrace> traces,
      List<SpanEvidence> bearers,
      Map<SpanEvidence, ReceivedTrace> traceOf,
      long skewNanos) {
    this.traces = traces;
    this.bearers = bearers;
    this.traceOf = traceOf;
    this.skewNanos = skewNanos;
    int roots = 0;
    for (ReceivedTrace trace : traces) {
      roots += trace.roots().size();
      leaders.put(trace, trace);
    }
    holds = roots <= MOST_ROOTS && hasOneEntry() && groups() == 1 && isOfEntry();
  }

  boolean holds() {
    return holds;
  }

  /** Which relations there are between the traces. */
  Set<JoinEvidence> evidence() {
    return evidence;
  }

  /**
   * Attaches what it can; whether at most one root is left. An orphan counts too: the parent that
   * it misses may be in another request, as under a forged traceparent.
   */
  private boolean hasOneEntry() {
    Set<SpanEvidence> bearing = new HashSet<>(bearers);
    for (ReceivedTrace trace : traces) {
      for (SpanEvidence root : trace.roots()) {
        boolean attached = bearing.contains(root) && attach(root, trace);
        if (!attached) {
          if (entry != null) {
            return false;
          }
          entry = root;
        }
      }
    }
    return true;
  }

  private boolean attach(SpanEvidence root, ReceivedTrace trace) {
    boolean attached = false;
    for (SpanEvidence from : bearers) {
      @Nullable Relation relation = Relation.of(from, root, skewNanos);
      if (relation != null && isUnrivalled(relation, from, root)) {
        attached = true;
        unite(trace, traceOf.getOrDefault(from, trace), relation);
      }
    }
    return attached;
  }

  private boolean isUnrivalled(Relation relation, SpanEvidence from, SpanEvidence root) {
    return switch (relation) {
      case NAMED, IN_POD -> true;
      case EDGE -> answersAlone(from, root);
      case SKIPPED -> !from.leaves || isUnanswered(from);
    };
  }

  private boolean isUnanswered(SpanEvidence call) {
    for (SpanEvidence each : bearers) {
      if (each.isChildAcross(call) || Relation.mayAnswer(call, each, skewNanos)) {
        return false;
      }
    }
    return true;
  }

  /** A call has one answer. Where there are more, one of them may be another request's. */
  @SuppressWarnings("ReferenceEquality")
  private boolean answersAlone(SpanEvidence call, SpanEvidence answer) {
    for (SpanEvidence each : bearers) {
      if (each != answer
          && (each.isChildAcross(call) || Relation.EDGE.joins(call, each, skewNanos))) {
        return false;
      }
    }
    return true;
  }

  /**
   * Whether everything happened while the request was under way. And where it began with a call,
   * that nothing called back: what is then called from there may be another request.
   */
  private boolean isOfEntry() {
    if (entry == null) {
      return false;
    }
    for (SpanEvidence each : bearers) {
      Span span = each.span;
      if (span.startEpochNanos() < entry.span.startEpochNanos() - skewNanos
          || span.endEpochNanos() > entry.span.endEpochNanos() + skewNanos) {
        return false;
      }
      if (!entry.arrives && each.arrives && isOfPlace(each, entry)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isOfPlace(SpanEvidence one, SpanEvidence other) {
    String service = SpanEvidence.service(one.span);
    return one.isOfPod(other)
        || (!service.isEmpty() && service.equals(SpanEvidence.service(other.span)));
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
