package dev.ichnos.identity.who;

import dev.ichnos.model.Attributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A directory that holds what it is told, each pod for ever or from a time on. */
public final class FakePods implements PodDirectory {
  /** What was asked, in its order. */
  public final List<String> asked = new ArrayList<>();

  private final List<Known> known = new ArrayList<>();

  private record Known(Pod pod, String ip, long fromEpochNanos) {}

  /** A pod of a Deployment, with its application's container {@code app} and its sidecar. */
  public static Pod pod(String namespace, String name, String node) {
    String deployment = WorkloadName.ofPod(name);
    return new Pod(
        namespace,
        name,
        Attributes.builder()
            .put("k8s.namespace.name", namespace)
            .put("k8s.pod.name", name)
            .put("k8s.pod.uid", "uid-of-" + name)
            .put("k8s.node.name", node)
            .put("k8s.deployment.name", deployment)
            .build(),
        Map.of("app", "id-of-app-of-" + name, "istio-proxy", "id-of-proxy-of-" + name));
  }

  /** Adds a pod that was always there. */
  public FakePods add(Pod pod, String ip) {
    return add(pod, ip, 0);
  }

  /** Adds a pod that has its address since then. */
  public FakePods add(Pod pod, String ip, long fromEpochNanos) {
    known.add(new Known(pod, ip, fromEpochNanos));
    return this;
  }

  @Override
  public @Nullable Pod byName(String namespace, String name) {
    asked.add(namespace + "/" + name);
    Pod found = null;
    for (Known each : known) {
      if (each.pod.namespace().equals(namespace) && each.pod.name().equals(name)) {
        found = each.pod;
      }
    }
    return found;
  }

  @Override
  public @Nullable Pod byIp(String ip, long epochNanos) {
    asked.add(ip);
    Pod found = null;
    for (Known each : known) {
      if (each.ip.equals(ip) && each.fromEpochNanos <= epochNanos) {
        found = each.pod;
      }
    }
    return found;
  }
}
