package dev.ichnos.identity.who;

import dev.ichnos.identity.rule.NodeId;
import dev.ichnos.model.Attributes;
import dev.ichnos.semconv.OtelKeys;
import org.jspecify.annotations.Nullable;

/** Tells Ichnos's own pods, and those of its other replicas, from those of users. */
final class OwnPods {
  private final String namespace;
  private final String pod;
  private final String workload;
  private final String ip;

  OwnPods(SelfSettings settings) {
    namespace = settings.namespace();
    pod = settings.pod();
    workload = WorkloadName.ofPod(pod);
    ip = settings.ip();
  }

  /** By its name; by its address only where either name is not known. */
  boolean isOwn(@Nullable NodeId node) {
    if (node == null) {
      return false;
    }
    boolean unnamed =
        pod.isEmpty() || namespace.isEmpty() || node.pod().isEmpty() || node.namespace().isEmpty();
    return unnamed ? !ip.isEmpty() && ip.equals(node.ip()) : isOwn(node.namespace(), node.pod());
  }

  boolean isOwn(String itsNamespace, String itsName) {
    return !pod.isEmpty()
        && !namespace.isEmpty()
        && itsNamespace.equals(namespace)
        && itsName.startsWith(workload)
        && WorkloadName.ofPod(itsName).equals(workload);
  }

  /** Where a resource names no pod: whether the span was made at Ichnos's own address. */
  boolean isOwnAddress(Attributes resource, String localAddress) {
    return !ip.isEmpty()
        && (localAddress.equals(ip) || resource.string(OtelKeys.K8S_POD_IP).equals(ip))
        && resource.string(OtelKeys.K8S_POD_NAME).isEmpty();
  }
}
