package dev.ichnos.repair;

import dev.ichnos.identity.ids.ReceivedNames;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanKind;
import dev.ichnos.semconv.EnvoyKeys;
import dev.ichnos.semconv.IchnosKeys;

/**
 * A gateway or waypoint that spawns a span for the upstream request reports two of each request:
 * the outer is the side that answers, the inner the side that asks, whatever Envoy's operation name
 * made of them. A pair is known by one node id on both, and by the inner one's name or the cluster
 * that both name. A lone span keeps its kind: it may be both sides.
 */
final class SpawnedPairs implements TraceRule {
  /** Envoy's source/common/router/upstream_request.cc @ 1.34. */
  private static final String NAME_START = "router ";

  private static final String NAME_END = " egress";

  /** Spans of one id among which the outer one is looked for. */
  private static final int MOST = 8;

  @Override
  public void apply(TraceDraft trace) {
    TraceIndex index = trace.index();
    for (int i = 0; i < trace.size(); i++) {
      int outer = outer(trace, index, i);
      if (outer >= 0) {
        give(trace, i, SpanKind.CLIENT);
        give(trace, outer, SpanKind.SERVER);
      }
    }
  }

  /** The only span that the inner one can be spawned from; -1 if there is nothing to change. */
  private static int outer(TraceDraft trace, TraceIndex index, int inner) {
    if (!mayPair(trace, index, inner)) {
      return -1;
    }
    int found = spawner(trace, index, inner);
    // Of three in a row the first two are the pair.
    return found < 0 || spawner(trace, index, found) >= 0 ? -1 : found;
  }

  /** By kind alone, before any attribute is looked for: pairs that read right need nothing. */
  private static boolean mayPair(TraceDraft trace, TraceIndex index, int inner) {
    SpanKind kind = trace.span(inner).kind();
    if (kind == SpanKind.SERVER || index.parents(inner) > MOST) {
      return false;
    }
    for (int i = index.firstParent(inner); i >= 0; i = index.next(i)) {
      if (kind != SpanKind.CLIENT || trace.span(i).kind() != SpanKind.SERVER) {
        return true;
      }
    }
    return false;
  }

  private static int spawner(TraceDraft trace, TraceIndex index, int at) {
    Span inner = trace.span(at);
    if (inner.kind() == SpanKind.SERVER || index.parents(at) > MOST) {
      return -1;
    }
    String nodeId = ReceivedNames.nodeId(inner);
    if (!Instances.isGateway(nodeId) && !Instances.isWaypoint(nodeId)) {
      return -1;
    }
    int found = -1;
    for (int i = index.firstParent(at); i >= 0; i = index.next(i)) {
      if (nodeId.equals(ReceivedNames.nodeId(trace.span(i))) && isPair(trace.span(i), inner)) {
        if (found >= 0) {
          return -1;
        }
        found = i;
      }
    }
    return found;
  }

  private static boolean isPair(Span outer, Span inner) {
    String cluster = inner.attributes().string(EnvoyKeys.UPSTREAM_CLUSTER);
    return isSpawned(inner.name())
        || isSpawned(inner.attributes().string(EnvoyKeys.ENVOY_OPERATION))
        || (!cluster.isEmpty()
            && cluster.equals(outer.attributes().string(EnvoyKeys.UPSTREAM_CLUSTER)));
  }

  private static boolean isSpawned(String name) {
    return name.startsWith(NAME_START) && name.endsWith(NAME_END);
  }

  private static void give(TraceDraft trace, int i, SpanKind kind) {
    Span span = trace.span(i);
    if (span.kind() != kind) {
      trace.change(RepairRule.SPAWNED_PAIR, i, withKind(span, kind));
    }
  }

  /** The span with another kind; the first that it had is said on it. */
  static Span withKind(Span span, SpanKind kind) {
    String original = span.kind().name();
    return span.toBuilder()
        .kind(kind)
        .attributes(
            span.attributes().toBuilder().putIfAbsent(IchnosKeys.ORIGINAL_KIND, original).build())
        .build();
  }
}
