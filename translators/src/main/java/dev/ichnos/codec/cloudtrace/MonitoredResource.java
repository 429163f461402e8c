package dev.ichnos.codec.cloudtrace;

import dev.ichnos.model.Attributes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Google Cloud's names for where something runs, as span labels {@code g.co/r/<type>/<label>}: what
 * links a span to its pod's logs and metrics. Types and labels as googlecloudplatform's
 * opentelemetry-operations-go internal/resourcemapping chooses them; its types for anything else
 * ({@code generic_task}) say only what {@code service.*} says, and are not written.
 *
 * @param type such as {@code k8s_container}
 * @param labels label and the keys of the resource that fill it, the first that is there
 */
record MonitoredResource(String type, List<Label> labels) {
  static final String PREFIX = "g.co/r/";

  /** The label by which virtual machines are known. */
  static final String GCE_INSTANCE_ID = PREFIX + "gce_instance/instance_id";

  /** The value of {@code cloud.platform} on virtual machines. */
  static final String COMPUTE_ENGINE = "gcp_compute_engine";

  private static final Label LOCATION =
      label("location", "cloud.availability_zone", "cloud.region");
  private static final Label CLUSTER = label("cluster_name", "k8s.cluster.name");
  private static final Label NAMESPACE = label("namespace_name", "k8s.namespace.name");
  private static final Label POD = label("pod_name", "k8s.pod.name");

  private static final MonitoredResource K8S_CONTAINER =
      of(
          "k8s_container",
          LOCATION,
          CLUSTER,
          NAMESPACE,
          POD,
          label("container_name", "k8s.container.name"));
  private static final MonitoredResource K8S_POD = of("k8s_pod", LOCATION, CLUSTER, NAMESPACE, POD);
  private static final MonitoredResource K8S_NODE =
      of("k8s_node", LOCATION, CLUSTER, label("node_name", "k8s.node.name"));
  private static final MonitoredResource K8S_CLUSTER = of("k8s_cluster", LOCATION, CLUSTER);
  private static final MonitoredResource GCE_INSTANCE =
      of("gce_instance", label("zone", "cloud.availability_zone"), label("instance_id", "host.id"));

  private static final List<MonitoredResource> ALL =
      List.of(K8S_CONTAINER, K8S_POD, K8S_NODE, K8S_CLUSTER, GCE_INSTANCE);

  /** The keys of all labels, in the order of their places. */
  static List<String> labelKeys() {
    List<String> keys = new ArrayList<>();
    for (MonitoredResource resource : ALL) {
      for (Label label : resource.labels) {
        keys.add(resource.key(label));
      }
    }
    return keys;
  }

  /**
   * The key of the resource that a label fills: the inverse of {@link #key}. {@code location} is a
   * zone where it ends as zones do, {@code europe-west1-b}, else a region.
   *
   * @return null for what is no label of a type that we know
   */
  static @Nullable String source(String labelKey, String value) {
    if (!labelKey.startsWith(PREFIX)) {
      return null;
    }
    for (MonitoredResource resource : ALL) {
      for (Label label : resource.labels) {
        if (resource.key(label).equals(labelKey)) {
          int last = label.keys.size() - 1;
          return label.keys.get(last == 0 || isZone(value) ? 0 : last);
        }
      }
    }
    return null;
  }

  private static boolean isZone(String location) {
    int end = location.length();
    return end > 2
        && location.charAt(end - 2) == '-'
        && Character.isLetter(location.charAt(end - 1));
  }

  /** What this resource is; null when it is none of the types. */
  static @Nullable MonitoredResource of(Attributes resource) {
    if (!resource.string("k8s.cluster.name").isEmpty()) {
      if (!resource.string("k8s.container.name").isEmpty()) {
        return K8S_CONTAINER;
      }
      if (!resource.string("k8s.pod.name").isEmpty()) {
        return K8S_POD;
      }
      return resource.string("k8s.node.name").isEmpty() ? K8S_CLUSTER : K8S_NODE;
    }
    return resource.string("cloud.platform").equals(COMPUTE_ENGINE) ? GCE_INSTANCE : null;
  }

  /** The key that the label is written under. */
  String key(Label label) {
    return PREFIX + type + "/" + label.name;
  }

  private static MonitoredResource of(String type, Label... labels) {
    return new MonitoredResource(type, List.of(labels));
  }

  private static Label label(String name, String... keys) {
    return new Label(name, List.of(keys));
  }

  /** One label and the keys that fill it. */
  record Label(String name, List<String> keys) {
    /** The key of the resource that fills it; null when none does. */
    @Nullable String source(Attributes resource) {
      for (String key : keys) {
        if (!resource.string(key).isEmpty()) {
          return key;
        }
      }
      return null;
    }
  }
}
