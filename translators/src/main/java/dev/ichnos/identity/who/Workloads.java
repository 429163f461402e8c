package dev.ichnos.identity.who;

import dev.ichnos.model.Attributes;
import dev.ichnos.semconv.OtelKeys;
import java.util.List;
import java.util.Map;

/** The workload that a pod is one of, and its containers. */
final class Workloads {
  /** Most telling first: a Deployment owns its ReplicaSets, a CronJob its Jobs. */
  private static final List<String> KEYS =
      List.of(
          OtelKeys.K8S_DEPLOYMENT_NAME,
          OtelKeys.K8S_STATEFULSET_NAME,
          OtelKeys.K8S_DAEMONSET_NAME,
          OtelKeys.K8S_CRONJOB_NAME,
          OtelKeys.K8S_JOB_NAME,
          OtelKeys.K8S_REPLICASET_NAME);

  static final String PROXY_CONTAINER = "istio-proxy";

  private Workloads() {}

  /** The workload's name; empty when unknown. */
  static String name(Attributes resource) {
    for (String key : KEYS) {
      String name = resource.string(key);
      if (!name.isEmpty()) {
        return name;
      }
    }
    return "";
  }

  /** The one container that is no proxy; empty when there are several, or none. */
  static String application(Pod pod) {
    String only = "";
    for (Map.Entry<String, String> container : pod.containerIds().entrySet()) {
      if (!container.getKey().startsWith("istio-")) {
        if (!only.isEmpty()) {
          return "";
        }
        only = container.getKey();
      }
    }
    return only;
  }

  /**
   * Whether spans that give this as their service can be the pod's: {@code reviews} of {@code
   * reviews-v1}.
   */
  static boolean couldBe(String service, Pod pod) {
    String workload = name(pod.attributes());
    if (workload.isEmpty()) {
      workload = WorkloadName.ofPod(pod.name());
    }
    String name = ServiceName.without(pod.namespace(), service);
    return !ServiceName.isWeak(name)
        && workload.startsWith(name)
        && (workload.length() == name.length() || workload.charAt(name.length()) == '-');
  }
}
