package dev.ichnos.codec.datadog;

import dev.ichnos.model.AttributeList;
import dev.ichnos.model.AttributeVisitor;
import dev.ichnos.model.Attributes;
import dev.ichnos.semconv.DatadogKeys;
import java.util.ArrayList;
import java.util.List;

/**
 * The tags of the container that made spans, such as {@code kube_namespace:default}, in Datadog's
 * words (datadog-agent pkg/opentelemetry-mapping-go/otlp/attributes, {@code ContainerMappings}).
 */
final class ContainerTags implements AttributeVisitor {
  private final List<String> tags = new ArrayList<>();

  private ContainerTags() {}

  /** The tags in their normal form, {@code name:value}, in the order of the attributes. */
  static List<String> of(Attributes resource) {
    ContainerTags found = new ContainerTags();
    resource.forEach(found);
    return found.tags;
  }

  /**
   * Reads the tags of a container, {@code name:value,…}, into the attributes that they are; those
   * of a name that OpenTelemetry does not have keep it, behind {@code datadog.container.tag.}.
   */
  static void read(String tags, ResourceDraft resource) {
    for (int from = 0; from < tags.length(); ) {
      int comma = tags.indexOf(',', from);
      int to = comma < 0 ? tags.length() : comma;
      int colon = tags.indexOf(':', from);
      if (colon > from && colon < to) {
        resource.put(keyOf(tags.substring(from, colon)), tags.substring(colon + 1, to));
      }
      from = to + 1;
    }
  }

  /** The reverse of {@link #nameOf}. */
  static String keyOf(String name) {
    return switch (name) {
      case "container_id" -> "container.id";
      case "container_name" -> "container.name";
      case "image_name" -> "container.image.name";
      case "image_tag" -> "container.image.tag";
      case "runtime" -> "container.runtime";
      case "kube_container_name" -> "k8s.container.name";
      case "kube_cluster_name" -> "k8s.cluster.name";
      case "kube_deployment" -> "k8s.deployment.name";
      case "kube_replica_set" -> "k8s.replicaset.name";
      case "kube_stateful_set" -> "k8s.statefulset.name";
      case "kube_daemon_set" -> "k8s.daemonset.name";
      case "kube_job" -> "k8s.job.name";
      case "kube_cronjob" -> "k8s.cronjob.name";
      case "kube_namespace" -> "k8s.namespace.name";
      case "pod_name" -> "k8s.pod.name";
      case "cloud_provider" -> "cloud.provider";
      case "region" -> "cloud.region";
      case "zone" -> "cloud.availability_zone";
      default -> DatadogKeys.CONTAINER_TAG_PREFIX + name;
    };
  }

  /** The tag's name for an attribute; empty if there is none. */
  static String nameOf(String key) {
    return switch (key) {
      case "container.id" -> "container_id";
      case "container.name" -> "container_name";
      case "container.image.name" -> "image_name";
      case "container.image.tag" -> "image_tag";
      case "container.runtime" -> "runtime";
      case "k8s.container.name" -> "kube_container_name";
      case "k8s.cluster.name" -> "kube_cluster_name";
      case "k8s.deployment.name" -> "kube_deployment";
      case "k8s.replicaset.name" -> "kube_replica_set";
      case "k8s.statefulset.name" -> "kube_stateful_set";
      case "k8s.daemonset.name" -> "kube_daemon_set";
      case "k8s.job.name" -> "kube_job";
      case "k8s.cronjob.name" -> "kube_cronjob";
      case "k8s.namespace.name" -> "kube_namespace";
      case "k8s.pod.name" -> "pod_name";
      case "cloud.provider" -> "cloud_provider";
      case "cloud.region" -> "region";
      case "cloud.availability_zone" -> "zone";
      default ->
          key.startsWith(DatadogKeys.CONTAINER_TAG_PREFIX)
              ? key.substring(DatadogKeys.CONTAINER_TAG_PREFIX.length())
              : "";
    };
  }

  @Override
  public void stringValue(String key, String value) {
    String name = nameOf(key);
    if (!name.isEmpty() && !value.isEmpty()) {
      tags.add(NormalForms.tag(name + ":" + value)); // which leaves no comma in it
    }
  }

  @Override
  public void booleanValue(String key, boolean value) {
    stringValue(key, Boolean.toString(value));
  }

  @Override
  public void longValue(String key, long value) {
    stringValue(key, Long.toString(value));
  }

  @Override
  public void doubleValue(String key, double value) {
    stringValue(key, Numbers.text(value));
  }

  @Override
  public void bytesValue(String key, byte[] value) {}

  @Override
  public void listValue(String key, AttributeList value) {}

  @Override
  public void mapValue(String key, Attributes value) {}

  @Override
  public void emptyValue(String key) {}
}
