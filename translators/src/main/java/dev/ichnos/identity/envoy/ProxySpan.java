package dev.ichnos.identity.envoy;

import dev.ichnos.identity.rule.NodeId;
import dev.ichnos.identity.rule.UpstreamCluster;
import dev.ichnos.model.Attributes;
import dev.ichnos.model.Resource;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanKind;
import dev.ichnos.semconv.EnvoyKeys;
import dev.ichnos.semconv.IstioKeys;
import dev.ichnos.semconv.OtelKeys;
import org.jspecify.annotations.Nullable;

/**
 * One span, and what its tags say together: whether it is a proxy's, of which type, where the
 * request went. Used again for every span of a batch; not thread-safe.
 */
final class ProxySpan {
  private static final String DATADOG_OPERATION = "envoy.proxy";
  private static final long SKYWALKING_ENVOY = 9_000;

  final Tags tags = new Tags();
  Span span = Span.builder().build();

  /** What the proxy's node is; null if nothing says. */
  NodeId.@Nullable Type node;

  /** Where the request went; null if it is not said in Istio's words. */
  @Nullable UpstreamCluster cluster;

  /** What {@link #cluster} was read of. */
  Upstream upstream = Upstream.NONE;

  /** The request's URL; null if it is not said. */
  @Nullable Url url;

  /** As the rules read it. */
  SpanKind kind = SpanKind.UNSPECIFIED;

  private final Upstreams upstreams;
  private Resource lastResource = Resource.EMPTY;
  private NodeId.@Nullable Type resourceNode;
  private String nodeText = "";
  private NodeId.@Nullable Type lastNode;

  ProxySpan(Upstreams upstreams) {
    this.upstreams = upstreams;
  }

  /** Forgets the span before, and reads this one; false if it is no proxy's. */
  boolean read(Span next, Resource resource) {
    span = next;
    tags.read(next.attributes());
    kind = next.kind();
    node = node(resource);
    upstream = upstream();
    cluster = upstream.cluster();
    boolean made = isMade();
    url = made ? url() : null;
    return made;
  }

  private boolean isMade() {
    return node != null
        || cluster != null
        || tags.text(Tag.COMPONENT).equals(EnvoyKeys.PROXY)
        || tags.text(Tag.DATADOG_OPERATION).equals(DATADOG_OPERATION)
        || tags.number(Tag.SKYWALKING_COMPONENT) == SKYWALKING_ENVOY;
  }

  /** Whether the span is of the side that answers the request. */
  boolean answers() {
    return kind == SpanKind.SERVER
        || (kind == SpanKind.INTERNAL && cluster != null && cluster.isInbound());
  }

  /** Whether the span is of the side that makes the request. */
  boolean asks() {
    return kind == SpanKind.CLIENT
        || (kind == SpanKind.INTERNAL && cluster != null && cluster.isOutbound());
  }

  /**
   * Whether the proxy made the span for one attempt to reach a host, beside another for the request
   * as a whole ({@code SpawnUpstreamSpan}). Such spans say nothing of the caller.
   */
  boolean isAttempt() {
    return isOneOfSkyWalking()
        ? tags.number(Tag.SKYWALKING_SPAN) > 0
        : Operation.isOfAttempt(said());
  }

  /** Whether SkyWalking's tracer sent it, which always makes two spans of a request. */
  boolean isOneOfSkyWalking() {
    return tags.has(Tag.SKYWALKING_SPAN);
  }

  /** What the proxy called the span, if a rule gave it another name; else empty. */
  String operation() {
    return tags.text(Tag.ENVOY_OPERATION);
  }

  /** What the proxy called the span, whatever it is called now. */
  String said() {
    String operation = operation();
    return operation.isEmpty() ? span.name() : operation;
  }

  /** Whether it says what only the request as a whole is known by. */
  boolean isOfRequest() {
    return tags.has(Tag.HTTP_METHOD)
        || tags.has(Tag.HTTP_REQUEST_METHOD)
        || tags.has(Tag.HTTP_URL)
        || tags.has(Tag.URL_FULL)
        || tags.has(Tag.DOWNSTREAM_CLUSTER);
  }

  private @Nullable Url url() {
    String text = tags.text(Tag.HTTP_URL);
    if (text.isEmpty()) {
      text = tags.text(Tag.URL_FULL);
    }
    if (!text.isEmpty()) {
      return Url.parse(text);
    }
    String path = tags.text(Tag.URL_PATH);
    return path.startsWith("/") ? Url.parse(path) : null;
  }

  private Upstream upstream() {
    String text = tags.text(Tag.UPSTREAM_CLUSTER);
    return upstreams.of(text.isEmpty() ? tags.text(Tag.UPSTREAM_CLUSTER_NAME) : text);
  }

  private NodeId.@Nullable Type node(Resource resource) {
    String text = tags.text(Tag.NODE_ID);
    if (text.isEmpty()) {
      return nodeOf(resource);
    }
    if (!text.equals(nodeText)) {
      nodeText = text;
      lastNode = NodeId.typeOf(text);
    }
    return lastNode;
  }

  /** Streams of Envoy's own, SkyWalking, and what an earlier rule found out. */
  @SuppressWarnings("ReferenceEquality") // spans of one sender share their resource
  private NodeId.@Nullable Type nodeOf(Resource resource) {
    if (resource != lastResource) {
      lastResource = resource;
      resourceNode = nodeOf(resource.attributes());
    }
    return resourceNode;
  }

  private static NodeId.@Nullable Type nodeOf(Attributes resource) {
    NodeId.@Nullable Type type = NodeId.typeOf(resource.string(EnvoyKeys.NODE_ID));
    if (type == null) {
      type = NodeId.typeOf(resource.string(OtelKeys.SERVICE_INSTANCE_ID));
    }
    return type == null ? NodeId.Type.of(resource.string(IstioKeys.PROXY_TYPE)) : type;
  }
}
