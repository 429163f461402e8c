package dev.ichnos.codec.datadog;

import dev.ichnos.model.Span;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the spans of one v0.7 message are from. What not all of its resources agree on (a sidecar
 * and its application are two containers of one pod) is not said.
 *
 * @param containerId empty when unknown
 * @param containerTags of the form {@code name:value}
 */
record PayloadHead(
    String hostname,
    String environment,
    String version,
    String containerId,
    List<String> containerTags) {

  static PayloadHead of(List<Chunk> chunks, ResourceCache resources) {
    ResourceTags first = null;
    String containerId = "";
    List<String> common = new ArrayList<>();
    for (Chunk chunk : chunks) {
      for (Span span : chunk.spans()) {
        ResourceTags resource = resources.of(span);
        if (first == null) {
          first = resource;
          containerId = resource.containerId;
          common.addAll(resource.containerTags);
        } else if (resource != first) {
          common.retainAll(resource.containerTags);
          containerId = containerId.equals(resource.containerId) ? containerId : "";
        }
      }
    }
    return first == null
        ? new PayloadHead("", "", "", "", List.of())
        : new PayloadHead(first.hostname, first.environment, first.version, containerId, common);
  }
}
