package dev.ichnos.repair;

import dev.ichnos.identity.ids.ReceivedNames;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanKind;
import org.jspecify.annotations.Nullable;

/**
 * Lets one of two spans count where an application and the sidecar beside it both report a hop: on
 * the answering side the application's SERVER span is a child of the sidecar's, on the asking side
 * the sidecar's CLIENT span is a child of the application's. The other one becomes INTERNAL.
 *
 * <pre>
 * application CLIENT ─ sidecar CLIENT ═ sidecar SERVER ─ application SERVER
 * </pre>
 *
 * <p>Service graphs that pair a SERVER span with the CLIENT span which is its direct parent see
 * only the hop in the middle. So where edges are drawn like that, a sidecar's span that is one end
 * of such a hop keeps its kind in {@link ProxyPairs#PROXY_INTERNAL} too, and the application's
 * gives way: still one of the two counts, and the edge stays.
 */
final class ProxyPairKinds implements TraceRule {
  private final boolean proxyInternal;
  private final boolean keepsEdges;

  /**
   * @param keepsEdges whether edges are drawn by direct parents
   */
  ProxyPairKinds(ProxyPairs pairs, boolean keepsEdges) {
    proxyInternal = pairs == ProxyPairs.PROXY_INTERNAL;
    this.keepsEdges = keepsEdges;
  }

  @Override
  public void apply(TraceDraft trace) {
    // Decided on the kinds that came, then given: one span may be of several pairs.
    boolean @Nullable [] internal = null;
    for (int i = 0; i < trace.size(); i++) {
      Span inner = trace.span(i);
      int outer = trace.index().onlyParent(i);
      if (outer >= 0 && isPair(trace.span(outer), inner)) {
        boolean innerIsProxy = inner.kind() == SpanKind.CLIENT;
        int proxy = innerIsProxy ? i : outer;
        int app = innerIsProxy ? outer : i;
        internal = internal == null ? new boolean[trace.size()] : internal;
        internal[givesWay(trace, proxy) ? proxy : app] = true;
      }
    }
    for (int i = 0; internal != null && i < internal.length; i++) {
      if (internal[i]) {
        trace.change(
            RepairRule.PROXY_PAIRS, i, SpawnedPairs.withKind(trace.span(i), SpanKind.INTERNAL));
      }
    }
  }

  private static boolean isPair(Span outer, Span inner) {
    if (outer.kind() != inner.kind()) {
      return false;
    }
    return switch (inner.kind()) {
      case SERVER -> isSidecar(outer) && isBeside(outer, inner);
      case CLIENT -> isSidecar(inner) && isBeside(inner, outer);
      default -> false;
    };
  }

  private static boolean isSidecar(Span span) {
    String nodeId = ReceivedNames.nodeId(span);
    return Instances.isProxy(span) && !Instances.isGateway(nodeId) && !Instances.isWaypoint(nodeId);
  }

  private static boolean isBeside(Span proxy, Span app) {
    return !Instances.isProxy(app) && Instances.samePod(proxy, app);
  }

  private boolean givesWay(TraceDraft trace, int proxy) {
    return proxyInternal && !(keepsEdges && isEndOfEdge(trace, proxy));
  }

  /** A server span is one even if its caller has not come: it may be the user of the graph. */
  private static boolean isEndOfEdge(TraceDraft trace, int proxy) {
    if (trace.span(proxy).kind() == SpanKind.SERVER) {
      return true;
    }
    TraceIndex index = trace.index();
    if (index.same(proxy) > 1) {
      return true;
    }
    for (int i = index.firstChildOf(proxy); i >= 0; i = index.nextSibling(i)) {
      if (trace.span(i).kind() == SpanKind.SERVER) {
        return true;
      }
    }
    return false;
  }
}
