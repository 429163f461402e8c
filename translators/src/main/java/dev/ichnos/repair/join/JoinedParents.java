package dev.ichnos.repair.join;

import dev.ichnos.model.Span;
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
      @Nullable SpanEvidence parent = null;
      @Nullable Relation relation = null;
      Candidates candidates = new Candidates(root);
      for (Relation each : List.of(Relation.NAMED, Relation.IN_POD, Relation.EDGE)) {
        if (parent == null) {
          parent = candidates.only(each);
          relation = each;
        }
      }
      if (parent == null) {
        parent = candidates.namedElsewhere();
        relation = Relation.NAMED;
      }
      if (parent != null && !twice.contains(parent.span.spanId()) && !isBelow(parent, root)) {
        parents.put(SpanKey.of(root.span), new Parent(parent.span.spanId(), relation.evidence));
      }
    }
    return parents;
  }

  /** Whether the span hangs, so far, below the root. */
  private boolean isBelow(SpanEvidence span, SpanEvidence root) {
    @Nullable SpanEvidence at = span;
    for (int depth = 0; at != null && depth <= spans.size(); depth++) {
      if (at.span.spanId() == root.span.spanId()) {
        return true;
      }
      @Nullable Parent found = parents.get(SpanKey.of(at.span));
      at = byId.get(found == null ? at.span.parentSpanId() : found.spanId());
    }
    return at != null;
  }

  private boolean shareToken(SpanEvidence one, SpanEvidence other) {
    Set<Token> both = new HashSet<>(tokensOf.apply(one));
    both.retainAll(tokens);
    return !Collections.disjoint(both, tokensOf.apply(other));
  }

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
        @Nullable Relation relation = Relation.of(from, root, skewNanos);
        if (relation == Relation.NAMED) {
          named.add(from);
        } else if (relation == Relation.IN_POD) {
          (from.isProxy ? proxies : applications).add(from);
        } else if (relation == Relation.EDGE && shareToken(from, root)) {
          callers.add(from);
        }
      }
    }

    @Nullable SpanEvidence only(Relation relation) {
      return switch (relation) {
        case NAMED -> named.size() == 1 && !named.get(0).isOfOtherPod(root) ? named.get(0) : null;
        case IN_POD -> inPod();
        case EDGE -> callers.size() == 1 && answersAlone(callers.get(0)) ? callers.get(0) : null;
        case SKIPPED -> null;
      };
    }

    /** Named, but perhaps by a header that travelled on through other spans. */
    @Nullable SpanEvidence namedElsewhere() {
      boolean nearer = !proxies.isEmpty() || !applications.isEmpty() || !callers.isEmpty();
      return named.size() == 1 && !nearer ? named.get(0) : null;
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
        Span span = each.span;
        boolean child =
            each.arrives
                && span.parentSpanId() == caller.span.spanId()
                && span.traceIdLow() == caller.span.traceIdLow();
        if (each != root && (child || Relation.of(caller, each, skewNanos) == Relation.EDGE)) {
          return false;
        }
      }
      return true;
    }
  }
}
