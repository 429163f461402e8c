package dev.ichnos.repair.join;

import dev.ichnos.repair.join.JoinedTrace.Parent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Parents for the root spans of traces that were found to be one. Only where exactly one span can
 * be the parent, and never where the sender named one.
 */
final class JoinedParents {
  private static final int MOST_ROOTS = 128;
  private static final Comparator<SpanEvidence> ORDER =
      Comparator.comparingLong((SpanEvidence each) -> each.span.startEpochNanos())
          .thenComparing(each -> each.span.spanId(), Long::compareUnsigned)
          .thenComparing(each -> each.span.traceIdLow(), Long::compareUnsigned)
          .thenComparing(each -> each.span.kind());

  private final Set<Token> tokens;
  private final Function<SpanEvidence, Set<Token>> tokensOf;
  private final long skewNanos;
  private final List<SpanEvidence> spans = new ArrayList<>();
  private final Map<Long, SpanEvidence> byId = new HashMap<>();
  private final Set<Long> twice = new HashSet<>();
  private final Map<SpanKey, Parent> parents = new HashMap<>();
  private final Set<SpanKey> circular = new HashSet<>();

  JoinedParents(JoinedGroup group, Function<SpanEvidence, Set<Token>> tokensOf, long skewNanos) {
    this.tokens = group.tokens;
    this.tokensOf = tokensOf;
    this.skewNanos = skewNanos;
    for (ReceivedTrace trace : group.traces) {
      for (SpanEvidence each : trace.spans) {
        spans.add(each);
        if (byId.putIfAbsent(each.span.spanId(), each) != null) {
          twice.add(each.span.spanId());
        }
      }
    }
    spans.sort(ORDER);
  }

  Map<SpanKey, Parent> found() {
    List<SpanEvidence> roots =
        spans.stream().filter(each -> each.span.parentSpanId() == 0).toList();
    if (roots.size() > MOST_ROOTS) {
      return Map.of();
    }
    for (SpanEvidence root : roots) {
      @Nullable Found found = new Candidates(root).best();
      if (found != null && !twice.contains(found.parent.span.spanId())) {
        parents.put(
            SpanKey.of(root.span), new Parent(found.parent.span.spanId(), found.relation.evidence));
      }
    }
    for (SpanEvidence root : roots) {
      if (isBelowItself(root)) {
        // One of the parents around the circle is wrong, and nothing says which.
        circular.add(SpanKey.of(root.span));
      }
    }
    parents.keySet().removeAll(circular);
    return parents;
  }

  private boolean isBelowItself(SpanEvidence root) {
    @Nullable SpanEvidence at = root;
    for (int depth = 0; at != null && depth <= spans.size(); depth++) {
      @Nullable Parent found = parents.get(SpanKey.of(at.span));
      at = byId.get(found == null ? at.span.parentSpanId() : found.spanId());
      if (at != null && at.span.spanId() == root.span.spanId()) {
        return true;
      }
    }
    return false;
  }

  private boolean shareToken(SpanEvidence one, SpanEvidence other) {
    Set<Token> both = new HashSet<>(tokensOf.apply(one));
    both.retainAll(tokens);
    return !Collections.disjoint(both, tokensOf.apply(other));
  }

  private record Found(SpanEvidence parent, Relation relation) {}

  /** What a root may have come out of. */
  private final class Candidates {
    private final SpanEvidence root;
    private final List<SpanEvidence> named = new ArrayList<>();
    private final List<SpanEvidence> proxies = new ArrayList<>();
    private final List<SpanEvidence> applications = new ArrayList<>();
    private final List<SpanEvidence> callers = new ArrayList<>();

    Candidates(SpanEvidence root) {
      this.root = root;
      for (SpanEvidence from : spans) {
        if (Relation.NAMED.joins(from, root, skewNanos)) {
          named.add(from);
        }
        if (Relation.IN_POD.joins(from, root, skewNanos)) {
          (from.isProxy ? proxies : applications).add(from);
        }
        if (Relation.EDGE.joins(from, root, skewNanos) && shareToken(from, root)) {
          callers.add(from);
        }
      }
    }

    /**
     * A name counts at once if the two are neighbours: in one pod, or call and answer. One from
     * further off may stand in a header that travelled on unchanged.
     */
    @Nullable Found best() {
      @Nullable SpanEvidence byName = named.size() == 1 ? named.get(0) : null;
      if (byName != null && isNeighbour(byName)) {
        return new Found(byName, Relation.NAMED);
      }
      @Nullable SpanEvidence near = inPod();
      if (near != null) {
        return new Found(near, Relation.IN_POD);
      }
      if (callers.size() == 1 && answersAlone(callers.get(0))) {
        return new Found(callers.get(0), Relation.EDGE);
      }
      boolean nearer = !proxies.isEmpty() || !applications.isEmpty() || !callers.isEmpty();
      return byName != null && !nearer ? new Found(byName, Relation.NAMED) : null;
    }

    private boolean isNeighbour(SpanEvidence other) {
      boolean sameSide = other.leaves && root.leaves && !other.isOfOtherPod(root);
      return sameSide || other.isOfPod(root) || callers.contains(other);
    }

    /** The application's own span stands within its proxy's. */
    private @Nullable SpanEvidence inPod() {
      if (proxies.size() > 1 || applications.size() > 1) {
        return null;
      }
      if (applications.size() == 1) {
        return applications.get(0);
      }
      return proxies.size() == 1 ? proxies.get(0) : null;
    }

    /** Retries of a proxy: several answers to one call, none of which is the one. */
    private boolean answersAlone(SpanEvidence caller) {
      for (SpanEvidence each : spans) {
        if (each != root
            && (each.isChildAcross(caller) || Relation.EDGE.joins(caller, each, skewNanos))) {
          return false;
        }
      }
      return true;
    }
  }
}
