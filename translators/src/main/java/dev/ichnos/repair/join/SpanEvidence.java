package dev.ichnos.repair.join;

import dev.ichnos.identity.context.CapturedContext;
import dev.ichnos.identity.rule.NodeId;
import dev.ichnos.identity.rule.UpstreamCluster;
import dev.ichnos.model.Attributes;
import dev.ichnos.model.Resource;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanKind;
import dev.ichnos.semconv.EnvoyKeys;
import dev.ichnos.semconv.IstioKeys;
import dev.ichnos.semconv.OtelKeys;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A span and what is on it by which traces are joined. Texts are empty when absent. */
final class SpanEvidence {
  final Span span;
  final List<CapturedContext> captured;

  /** Hash of the request id; 0 when absent. */
  final long request;

  /** {@code pod.namespace}. */
  final String pod;

  /** Of the pod that reported the span. */
  final String ip;

  /** Reported by a proxy, not by an application. */
  final boolean isProxy;

  /** The request came into the pod with this span. */
  final boolean arrives;

  /** The request went out of the pod with this span. */
  final boolean leaves;

  /** Where the request came from, on a span that arrives. */
  final String peerIp;

  /** Where the request went, on a span that leaves. */
  final String upstreamIp;

  final String mesh;
  final String method;
  final String path;

  SpanEvidence(Span span, List<CapturedContext> captured, long request) {
    this.span = span;
    this.captured = captured;
    this.request = request;
    Attributes own = span.attributes();
    Attributes resource = span.resource().attributes();
    String nodeId = first(own.string(EnvoyKeys.NODE_ID), resource.string(EnvoyKeys.NODE_ID));
    @Nullable NodeId node = nodeId.isEmpty() ? null : NodeId.parse(nodeId);
    pod =
        node != null && !node.pod().isEmpty() ? node.pod() + '.' + node.namespace() : pod(resource);
    ip =
        Addresses.ip(
            node != null && !node.ip().isEmpty()
                ? node.ip()
                : first(
                    resource.string(OtelKeys.K8S_POD_IP),
                    own.string(OtelKeys.NETWORK_LOCAL_ADDRESS)));
    isProxy = node != null || own.string(EnvoyKeys.COMPONENT).equals(EnvoyKeys.PROXY);
    boolean between = node != null && node.type() != NodeId.Type.SIDECAR;
    @Nullable UpstreamCluster cluster =
        isProxy && !between ? UpstreamCluster.parse(own.string(EnvoyKeys.UPSTREAM_CLUSTER)) : null;
    boolean inbound = cluster != null ? cluster.isInbound() : span.kind() == SpanKind.SERVER;
    boolean outbound = cluster != null ? cluster.isOutbound() : span.kind() == SpanKind.CLIENT;
    arrives = inbound || between;
    leaves = outbound || between;
    String peer = own.string(OtelKeys.NETWORK_PEER_ADDRESS);
    peerIp =
        arrives
            ? Addresses.ip(first(own.string(EnvoyKeys.PEER_ADDRESS), outbound ? "" : peer))
            : "";
    upstreamIp =
        leaves
            ? Addresses.ip(
                first(
                    own.string(EnvoyKeys.UPSTREAM_ADDRESS),
                    span.kind() == SpanKind.CLIENT ? peer : ""))
            : "";
    mesh = first(own.string(IstioKeys.MESH_ID), resource.string(IstioKeys.MESH));
    method = first(own.string(OtelKeys.HTTP_REQUEST_METHOD), own.string(OtelKeys.HTTP_METHOD));
    path =
        Addresses.path(
            first(
                first(own.string(OtelKeys.HTTP_URL), own.string(OtelKeys.URL_FULL)),
                own.string(OtelKeys.URL_PATH)));
  }

  /** Whether both say of which pod they are, and it is one. */
  boolean isOfPod(SpanEvidence other) {
    if (!pod.isEmpty() && !other.pod.isEmpty()) {
      return pod.equals(other.pod);
    }
    return !ip.isEmpty() && ip.equals(other.ip);
  }

  /** Whether both say of which pod they are, and it is not one. */
  boolean isOfOtherPod(SpanEvidence other) {
    if (!pod.isEmpty() && !other.pod.isEmpty()) {
      return !pod.equals(other.pod);
    }
    return !ip.isEmpty() && !other.ip.isEmpty() && !ip.equals(other.ip);
  }

  /** Whether it came into a pod and names the other span of its trace as its parent. */
  boolean isChildAcross(SpanEvidence call) {
    return arrives
        && span.parentSpanId() == call.span.spanId()
        && span.traceIdLow() == call.span.traceIdLow();
  }

  /** Whether method and path allow that both are of one request. */
  boolean asksAs(SpanEvidence other) {
    return agree(method, other.method) && agree(path, other.path);
  }

  private static boolean agree(String a, String b) {
    return a.isEmpty() || b.isEmpty() || a.equals(b);
  }

  private static String pod(Attributes resource) {
    String name = resource.string(OtelKeys.K8S_POD_NAME);
    return name.isEmpty() ? "" : name + '.' + resource.string(OtelKeys.K8S_NAMESPACE_NAME);
  }

  /** Who produced the span, as its resource has it. */
  static String service(Span span) {
    Resource resource = span.resource();
    return resource.attributes().string(OtelKeys.SERVICE_NAME);
  }

  private static String first(String one, String other) {
    return one.isEmpty() ? other : one;
  }
}
