package dev.ichnos.identity.who;

import dev.ichnos.identity.rule.NodeId;
import dev.ichnos.model.Attributes;
import dev.ichnos.model.Resource;
import dev.ichnos.semconv.EnvoyKeys;
import dev.ichnos.semconv.IchnosKeys;
import dev.ichnos.semconv.OtelKeys;
import org.jspecify.annotations.Nullable;

/**
 * What a resource itself says of its producer, read once for all spans that share it; absent texts
 * are empty.
 *
 * @param nodeId Envoy's, where the resource has it: from StreamTraces as it is, from SkyWalking as
 *     the service's instance
 * @param named whether a rule has changed the service's name already
 * @param ip from Kubernetes, or from a Jaeger client
 * @param host {@code host.name}: in a pod mostly the pod's
 */
record Stated(
    Resource resource,
    String nodeId,
    String service,
    boolean named,
    String namespace,
    String pod,
    String ip,
    String host) {
  /** What Jaeger's clients call their own address. */
  private static final String JAEGER_IP = "ip";

  static Stated of(Resource resource) {
    Attributes attributes = resource.attributes();
    String nodeId = attributes.string(EnvoyKeys.NODE_ID);
    if (nodeId.isEmpty()) {
      String instance = attributes.string(OtelKeys.SERVICE_INSTANCE_ID);
      @Nullable NodeId node = instance.indexOf('~') < 0 ? null : NodeId.parse(instance);
      nodeId = node == null ? "" : instance;
    }
    String ip = attributes.string(OtelKeys.K8S_POD_IP);
    return new Stated(
        resource,
        nodeId,
        attributes.string(OtelKeys.SERVICE_NAME),
        attributes.contains(IchnosKeys.ORIGINAL_SERVICE_NAME),
        attributes.string(OtelKeys.K8S_NAMESPACE_NAME),
        attributes.string(OtelKeys.K8S_POD_NAME),
        ip.isEmpty() ? attributes.string(JAEGER_IP) : ip,
        attributes.string(OtelKeys.HOST_NAME));
  }

  /** Whether the name alone may not be enough to say which service it is. */
  boolean mayBeWeak() {
    return !named
        && (ServiceName.isWeak(service)
            || service.startsWith("unknown")
            || service.startsWith("istio-proxy"));
  }
}
