package dev.ichnos.identity.context;

import dev.ichnos.identity.rule.Changes;
import dev.ichnos.identity.rule.NodeId;
import dev.ichnos.identity.rule.RuleId;
import dev.ichnos.identity.rule.SpanRule;
import dev.ichnos.model.Attributes;
import dev.ichnos.model.Link;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanKind;
import dev.ichnos.semconv.EnvoyKeys;
import dev.ichnos.semconv.IchnosKeys;
import dev.ichnos.semconv.OtelKeys;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@link RuleId#TRUST_PARENT}: at gateways that are told so, the span that took a request becomes a
 * root, and the parent that its headers named a link. The trace id stays: it has travelled on.
 *
 * <p>A gateway that calls upstream under a span of its own ({@code router … egress}) has a second
 * span for the request; its parent is the first and stays.
 */
final class TrustParent implements SpanRule.Pass {
  private static final Attributes WHY =
      Attributes.of(IchnosKeys.LINK_REASON, IchnosKeys.UNTRUSTED_PARENT);

  /** OTLP's: it is known whether the context came from another process; it did. */
  private static final int REMOTE = 0x300;

  private final Set<String> gateways;
  private final boolean all;
  private final Changes changes;

  /**
   * @param gateways {@code service}, {@code service.namespace}, or {@code *} for all
   */
  TrustParent(Set<String> gateways, Changes changes) {
    this.gateways = gateways;
    this.all = gateways.contains("*");
    this.changes = changes;
  }

  @Override
  public Span apply(Span span) {
    if (span.parentSpanId() == 0 || !isUntrustedGateway(span) || !tookTheRequest(span)) {
      return span;
    }
    changes.changed(RuleId.TRUST_PARENT);
    return span.toBuilder()
        .parentSpanId(0)
        .links(linksWithParent(span))
        .attributes(
            span.attributes().toBuilder()
                .putIfAbsent(
                    IchnosKeys.ORIGINAL_PARENT_SPAN_ID,
                    HexFormat.of().toHexDigits(span.parentSpanId()))
                .build())
        .build();
  }

  private boolean isUntrustedGateway(Span span) {
    Attributes resource = span.resource().attributes();
    String text = span.attributes().string(EnvoyKeys.NODE_ID);
    if (text.isEmpty()) {
      text = resource.string(EnvoyKeys.NODE_ID);
    }
    @Nullable NodeId node = NodeId.parse(text);
    if (node == null || !isGateway(node)) {
      return false;
    }
    if (all) {
      return true;
    }
    String service = resource.string(OtelKeys.SERVICE_NAME);
    String namespace = resource.string(OtelKeys.SERVICE_NAMESPACE);
    String suffix = "." + (namespace.isEmpty() ? node.namespace() : namespace);
    // Where the rule that takes a service's name apart is off, the namespace is still behind it.
    String bare =
        service.endsWith(suffix)
            ? service.substring(0, service.length() - suffix.length())
            : service;
    return gateways.contains(bare) || gateways.contains(bare + suffix);
  }

  private static boolean isGateway(NodeId node) {
    return node.type() == NodeId.Type.ROUTER || node.type() == NodeId.Type.AGENTGATEWAY;
  }

  /** Whether it has what Envoy writes only on the span that faces the caller. */
  private static boolean tookTheRequest(Span span) {
    if (span.name().startsWith("router ") && span.name().endsWith(" egress")) {
      return false;
    }
    Attributes attributes = span.attributes();
    return span.kind() == SpanKind.SERVER
        || attributes.contains(EnvoyKeys.REQUEST_ID)
        || attributes.contains(EnvoyKeys.DOWNSTREAM_CLUSTER)
        || attributes.contains(OtelKeys.HTTP_URL)
        || attributes.contains(EnvoyKeys.USER_AGENT)
        || attributes.contains(OtelKeys.USER_AGENT_ORIGINAL)
        || attributes.contains(OtelKeys.URL_FULL);
  }

  private static List<Link> linksWithParent(Span span) {
    List<Link> links = new ArrayList<>(span.links());
    links.add(
        new Link(span.traceIdHigh(), span.traceIdLow(), span.parentSpanId(), "", REMOTE, WHY, 0));
    return links;
  }
}
