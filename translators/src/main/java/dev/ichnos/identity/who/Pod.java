package dev.ichnos.identity.who;

import dev.ichnos.model.Attributes;
import java.util.Map;
import java.util.Objects;

/**
 * What the cluster says of one pod.
 *
 * @param namespace never empty
 * @param name never empty
 * @param attributes what it says of the pod as resource attributes: {@code k8s.pod.name}, {@code
 *     k8s.pod.uid}, {@code k8s.namespace.name}, {@code k8s.node.name}, {@code k8s.deployment.name}
 *     and the like, as far as known; shared by all spans of the pod
 * @param containerIds {@code container.id} by the container's name; without a runtime's prefix
 */
public record Pod(
    String namespace, String name, Attributes attributes, Map<String, String> containerIds) {
  public Pod {
    Objects.requireNonNull(namespace, "namespace");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(attributes, "attributes");
    containerIds = Map.copyOf(containerIds);
  }
}
