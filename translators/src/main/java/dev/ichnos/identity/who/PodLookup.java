package dev.ichnos.identity.who;

import dev.ichnos.identity.rule.NodeId;
import dev.ichnos.model.Origin;
import dev.ichnos.model.Span;
import org.jspecify.annotations.Nullable;

/**
 * Finds the pod of spans that do not name it, by its address: what they say of themselves first,
 * and then, if it is certain, where their message came from. Used for one batch.
 */
final class PodLookup {
  private static final String FORWARDED_FOR = "x-forwarded-for";
  private static final String FORWARDED_CERT = "x-forwarded-client-cert";

  private final PodDirectory pods;
  private final Origin origin;
  private boolean senderSought;
  private @Nullable Pod sender;

  PodLookup(PodDirectory pods, Origin origin) {
    this.pods = pods;
    this.origin = origin;
  }

  /** The pod; null if the span names it, or it is not certain. */
  @Nullable Pod byAddress(Span span, Stated stated, Evidence evidence, @Nullable NodeId node) {
    boolean hasName = !stated.pod().isEmpty() || (node != null && !node.pod().isEmpty());
    boolean hasNamespace =
        !stated.namespace().isEmpty()
            || !evidence.namespace.isEmpty()
            || (node != null && !node.namespace().isEmpty());
    if (hasName && hasNamespace) {
      return null;
    }
    String ip = address(stated, evidence, node);
    if (!ip.isEmpty()) {
      long start = span.startEpochNanos();
      @Nullable Pod pod = pods.byIp(ip, start == 0 ? origin.receivedEpochNanos() : start);
      return pod != null && isNotAnother(pod, stated) ? pod : null;
    }
    if (node != null) {
      return null; // what a proxy reports does not come from the one whose message it is
    }
    @Nullable Pod pod = sender();
    return pod != null && isNotAnother(pod, stated) && isSurely(pod, stated) ? pod : null;
  }

  private static String address(Stated stated, Evidence evidence, @Nullable NodeId node) {
    if (Addresses.tellsPods(stated.ip())) {
      return stated.ip();
    }
    if (node != null && Addresses.tellsPods(node.ip())) {
      return node.ip();
    }
    return Addresses.tellsPods(evidence.localAddress) ? evidence.localAddress : "";
  }

  private static boolean isNotAnother(Pod pod, Stated stated) {
    return (stated.pod().isEmpty() || stated.pod().equals(pod.name()))
        && (stated.namespace().isEmpty() || stated.namespace().equals(pod.namespace()));
  }

  /**
   * A message may have come through an agent or another collector, whose pod is not the spans'. In
   * a pod the host's name is the pod's; else the service must be of the pod's workload.
   */
  private static boolean isSurely(Pod pod, Stated stated) {
    return stated.host().isEmpty()
        ? Workloads.couldBe(stated.service(), pod)
        : stated.host().equals(pod.name());
  }

  private @Nullable Pod sender() {
    if (!senderSought) {
      senderSought = true;
      String forwarded = origin.metadata().getOrDefault(FORWARDED_FOR, "");
      String ip = forwarded.substring(forwarded.lastIndexOf(',') + 1).strip();
      if (!Addresses.tellsPods(ip)) {
        ip = origin.peer();
      }
      if (Addresses.tellsPods(ip)) {
        sender = certified(pods.byIp(ip, origin.receivedEpochNanos()));
      }
    }
    return sender;
  }

  /** The pod, unless the certificate that it came with is of another namespace. */
  private @Nullable Pod certified(@Nullable Pod pod) {
    String namespace = ForwardedCert.uri(origin.metadata().getOrDefault(FORWARDED_CERT, ""));
    return pod == null || namespace.isEmpty() || namespace.equals(pod.namespace()) ? pod : null;
  }
}
