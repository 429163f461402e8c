package dev.ichnos.repair;

import dev.ichnos.identity.ids.ReceivedNames;
import dev.ichnos.identity.rule.NodeId;
import dev.ichnos.model.IdHash;
import dev.ichnos.model.Span;
import dev.ichnos.semconv.EnvoyKeys;
import dev.ichnos.semconv.OtelKeys;

/**
 * Whose a span is: service, proxy, pod, host. Two spans are compared by what both of them say; what
 * one leaves out is no evidence.
 */
final class Instances {
  private Instances() {}

  static boolean isProxy(Span span) {
    return span.attributes().string(EnvoyKeys.COMPONENT).equals(EnvoyKeys.PROXY)
        || !ReceivedNames.nodeId(span).isEmpty();
  }

  /** Whether it is the node id of a gateway. */
  static boolean isGateway(String nodeId) {
    return nodeId.startsWith(NodeId.Type.ROUTER.text() + '~')
        || nodeId.startsWith(NodeId.Type.AGENTGATEWAY.text() + '~');
  }

  static boolean isWaypoint(String nodeId) {
    return nodeId.startsWith(NodeId.Type.WAYPOINT.text() + '~');
  }

  /** Whether something that both say shows one pod, or one machine outside a cluster. */
  static boolean samePod(Span a, Span b) {
    String podA = pod(a);
    String podB = pod(b);
    if (!podA.isEmpty() && !podB.isEmpty()) {
      return podA.equals(podB);
    }
    return equal(address(a), address(b))
        || equal(
            resource(a, OtelKeys.SERVICE_INSTANCE_ID), resource(b, OtelKeys.SERVICE_INSTANCE_ID));
  }

  /** Whether something that both say shows two hosts, whose clocks may differ. */
  static boolean differentHosts(Span a, Span b) {
    String[] sayA = {host(a), pod(a), address(a), resource(a, OtelKeys.SERVICE_INSTANCE_ID)};
    String[] sayB = {host(b), pod(b), address(b), resource(b, OtelKeys.SERVICE_INSTANCE_ID)};
    for (int i = 0; i < sayA.length; i++) {
      if (!sayA[i].isEmpty() && !sayB[i].isEmpty()) {
        return !sayA[i].equals(sayB[i]);
      }
    }
    return false;
  }

  /** A hash of the pod, or of the address without one; 0 when neither is known. */
  static long key(Span span) {
    String pod = pod(span);
    String text = pod.isEmpty() ? address(span) : pod;
    return text.isEmpty() ? 0 : IdHash.text(0, text);
  }

  /** {@code pod.namespace}; empty when absent. */
  private static String pod(Span span) {
    String pod = resource(span, OtelKeys.K8S_POD_NAME);
    if (!pod.isEmpty()) {
      return pod + '.' + resource(span, OtelKeys.K8S_NAMESPACE_NAME);
    }
    return part(ReceivedNames.nodeId(span), 2);
  }

  private static String address(Span span) {
    String address = span.attributes().string(OtelKeys.NETWORK_LOCAL_ADDRESS);
    return address.isEmpty() ? part(ReceivedNames.nodeId(span), 1) : address;
  }

  private static String host(Span span) {
    String node = resource(span, OtelKeys.K8S_NODE_NAME);
    return node.isEmpty() ? resource(span, OtelKeys.HOST_NAME) : node;
  }

  private static String resource(Span span, String key) {
    return span.resource().attributes().string(key);
  }

  private static boolean equal(String a, String b) {
    return !a.isEmpty() && a.equals(b);
  }

  /** One of the four parts of a node id; empty when it is none. */
  private static String part(String nodeId, int number) {
    int from = 0;
    for (int i = 0; i < number; i++) {
      from = nodeId.indexOf('~', from) + 1;
      if (from == 0) {
        return "";
      }
    }
    int to = nodeId.indexOf('~', from);
    return to < 0 ? "" : nodeId.substring(from, to);
  }
}
