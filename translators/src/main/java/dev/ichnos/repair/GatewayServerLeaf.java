package dev.ichnos.repair;

import dev.ichnos.identity.ids.ReceivedNames;
import dev.ichnos.model.Attributes;
import dev.ichnos.model.IdHash;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanKind;
import dev.ichnos.semconv.EnvoyKeys;
import dev.ichnos.semconv.IchnosKeys;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Adds the SERVER side of a gateway that reports a request by one CLIENT span: a leaf beside it,
 * child of the caller's CLIENT span, so that service graphs show the edge from caller to gateway.
 * No received span is touched. A gateway that spawned a second span has its SERVER side already.
 *
 * <p>The leaf's id is an {@link IdHash} from {@code 0x0069_6368_6E6F_7332} over trace key, the
 * gateway span's id and the rule's label; {@code ichnos.created} names the rule.
 */
final class GatewayServerLeaf implements TraceRule {
  private static final long START = 0x0069_6368_6E6F_7332L;

  /** More than a gateway's attempts at one request; bounds the comparisons. */
  private static final int MOST_CHILDREN = 64;

  @Override
  public void apply(TraceDraft trace) {
    List<Span> leaves = new ArrayList<>(0);
    for (int i = 0; i < trace.size(); i++) {
      Span span = trace.span(i);
      if (span.kind() != SpanKind.CLIENT || span.parentSpanId() == 0) {
        continue;
      }
      @Nullable Span caller = trace.parent(i);
      if (caller != null && caller.kind() == SpanKind.CLIENT && isLone(trace, span, caller)) {
        Span leaf = leaf(span);
        if (trace.index().count(leaf.spanId()) == 0 && !trace.mayHaveLeft(leaf.spanId())) {
          leaves.add(leaf);
        }
      }
    }
    for (Span leaf : leaves) {
      trace.create(RepairRule.GATEWAY_SERVER_LEAF, leaf);
    }
  }

  private static boolean isLone(TraceDraft trace, Span gateway, Span caller) {
    String nodeId = ReceivedNames.nodeId(gateway);
    if (!Instances.isGateway(nodeId)
        || nodeId.equals(ReceivedNames.nodeId(caller))
        || Instances.samePod(gateway, caller)
        || trace.index().count(gateway.spanId()) != 1) {
      return false;
    }
    return !hasChildOf(trace, gateway, nodeId, false) && !hasChildOf(trace, caller, nodeId, true);
  }

  private static boolean hasChildOf(
      TraceDraft trace, Span parent, String nodeId, boolean isServer) {
    TraceIndex index = trace.index();
    if (index.children(parent.spanId()) > MOST_CHILDREN) {
      return true;
    }
    for (int i = index.firstChild(parent.spanId()); i >= 0; i = index.nextSibling(i)) {
      Span child = trace.span(i);
      if ((child.kind() == SpanKind.SERVER) == isServer
          && nodeId.equals(ReceivedNames.nodeId(child))
          && !child.attributes().contains(IchnosKeys.CREATED)) {
        return true;
      }
    }
    return false;
  }

  private static Span leaf(Span gateway) {
    String label = RepairRule.GATEWAY_SERVER_LEAF.label();
    long id = IdHash.number(IdHash.number(START, gateway.traceIdLow()), gateway.spanId());
    id = IdHash.text(id, label);
    while (id == 0 || id == gateway.spanId()) {
      id = IdHash.next(id);
    }
    Attributes.Builder attributes = Attributes.builder().put(IchnosKeys.CREATED, label);
    String nodeId = gateway.attributes().string(EnvoyKeys.NODE_ID);
    if (!nodeId.isEmpty()) {
      attributes.put(EnvoyKeys.NODE_ID, nodeId);
    }
    return Span.builder()
        .traceId(gateway.traceIdHigh(), gateway.traceIdLow())
        .spanId(id)
        .parentSpanId(gateway.parentSpanId())
        .name(gateway.name())
        .kind(SpanKind.SERVER)
        .startEpochNanos(gateway.startEpochNanos())
        .endEpochNanos(gateway.endEpochNanos())
        .attributes(attributes.build())
        .status(gateway.status())
        .traceState(gateway.traceState())
        .flags(gateway.flags())
        .sampled(gateway.sampled())
        .debug(gateway.debug())
        .resource(gateway.resource())
        .scope(gateway.scope())
        .build();
  }
}
