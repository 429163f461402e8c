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
 * @param containerImages the image by the container's name, as the pod's specification asks for it:
 *     {@code docker.io/istio/proxyv2:1.27.1}
 * @param labels those of its labels that say which service it is, and which version of it: {@code
 *     service.istio.io/canonical-name}, {@code app.kubernetes.io/name}, {@code app}, {@code
 *     service.istio.io/canonical-revision}, {@code app.kubernetes.io/version}, {@code version}
 */
public record Pod(
    String namespace,
    String name,
    Attributes attributes,
    Map<String, String> containerIds,
    Map<String, String> containerImages,
    Map<String, String> labels) {
  public Pod {
    Objects.requireNonNull(namespace, "namespace");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(attributes, "attributes");
    containerIds = Map.copyOf(containerIds);
    containerImages = Map.copyOf(containerImages);
    labels = Map.copyOf(labels);
  }

  /** A pod of which neither images nor labels are known. */
  public Pod(
      String namespace, String name, Attributes attributes, Map<String, String> containerIds) {
    this(namespace, name, attributes, containerIds, Map.of(), Map.of());
  }
}
