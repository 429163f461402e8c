package dev.ichnos.identity.envoy;

import dev.ichnos.identity.rule.NodeId;
import dev.ichnos.identity.rule.UpstreamCluster;
import dev.ichnos.model.SpanKind;
import dev.ichnos.semconv.EnvoyKeys;
import org.jspecify.annotations.Nullable;

/**
 * Which side of a call a proxy's span is.
 *
 * <p>A sidecar's is decided by the cluster that it sent the request to, whatever the sender says:
 * Envoys up to 1.15 call every span but a trace's first one CLIENT (envoy #13193), and newer
 * Datadog tracers say no kind at all (envoy #46712). Where the sidecar makes two spans of a request
 * (SkyWalking always), only the one that crosses the network is a side of a call; the other is
 * INTERNAL, since a map of services would show it as a call of a service to itself.
 *
 * <p>Gateways and waypoints stand between two sides: what their sender says is kept, and only where
 * it says nothing the cluster or the name decides.
 */
final class Kinds {
  private Kinds() {}

  /** The kind as it is; what was said before is noted where it is another. */
  static SpanKind apply(ProxySpan proxy, Draft draft) {
    SpanKind said = proxy.span.kind();
    if (draft.stable) {
      draft.put(Tag.COMPONENT, EnvoyKeys.PROXY);
    }
    if (proxy.tags.has(Tag.ORIGINAL_KIND)) {
      return said; // decided before, here or by a rule that has seen more
    }
    SpanKind read = read(proxy, said);
    if (read != said) {
      draft.put(Tag.ORIGINAL_KIND, said.name());
    }
    return read;
  }

  private static SpanKind read(ProxySpan proxy, SpanKind said) {
    UpstreamCluster cluster = proxy.cluster;
    boolean sidecar = proxy.node == NodeId.Type.SIDECAR;
    // Only sidecars have inbound clusters.
    if (cluster != null && cluster.isInbound() && (sidecar || proxy.node == null)) {
      return proxy.isAttempt() ? SpanKind.INTERNAL : SpanKind.SERVER;
    }
    if (cluster != null && cluster.isOutbound() && sidecar) {
      boolean taken = proxy.isOneOfSkyWalking() && !proxy.isAttempt() && said != SpanKind.CLIENT;
      return taken ? SpanKind.INTERNAL : SpanKind.CLIENT;
    }
    boolean says = said != SpanKind.UNSPECIFIED && said != SpanKind.INTERNAL;
    if (says && !sidecar) {
      return said;
    }
    SpanKind named = byName(proxy);
    if (named != SpanKind.UNSPECIFIED) {
      return named;
    }
    return says ? said : byCluster(cluster, said);
  }

  private static SpanKind byName(ProxySpan proxy) {
    String name = proxy.said();
    if (name.equals(Operation.INGRESS)
        || proxy.tags.text(Tag.OPERATION_NAME).equalsIgnoreCase("ingress")) {
      return SpanKind.SERVER;
    }
    return Operation.isEgress(name)
            || proxy.tags.text(Tag.OPERATION_NAME).equalsIgnoreCase("egress")
        ? SpanKind.CLIENT
        : SpanKind.UNSPECIFIED;
  }

  private static SpanKind byCluster(@Nullable UpstreamCluster cluster, SpanKind said) {
    if (cluster == null) {
      return said;
    }
    return cluster.isOutbound() ? SpanKind.CLIENT : SpanKind.SERVER;
  }
}
