package dev.ichnos.collector.demo;

import java.util.LinkedHashMap;
import java.util.Map;

/** The tags that Envoy writes on spans, in its order, and those that Istio adds. */
final class EnvoyTags {
  private EnvoyTags() {}

  /** On the span of a request that a proxy takes, {@code custom} tags of the mesh's own last. */
  static Map<String, String> downstream(
      Bookinfo.Proxy proxy,
      String requestId,
      String url,
      String peerAddress,
      String upstreamCluster,
      Map<String, String> custom) {
    Map<String, String> tags = new LinkedHashMap<>();
    tags.put("component", "proxy");
    tags.put("node_id", proxy.nodeId());
    tags.put("guid:x-request-id", requestId);
    tags.put("http.url", url);
    tags.put("http.method", "GET");
    tags.put("http.protocol", "HTTP/1.1");
    tags.put("http.status_code", "200");
    tags.put("downstream_cluster", "-");
    tags.put("user_agent", "Mozilla/5.0");
    tags.put("peer.address", peerAddress);
    tags.put("request_size", "0");
    tags.put("response_size", "178");
    tags.put("response_flags", "-");
    tags.put("upstream_cluster", upstreamCluster);
    tags.put("upstream_cluster.name", upstreamCluster);
    tags.put("istio.canonical_service", proxy.service());
    tags.put("istio.canonical_revision", proxy.revision());
    tags.put("istio.mesh_id", "cluster.local");
    tags.put("istio.namespace", proxy.namespace());
    tags.put("istio.cluster_id", "Kubernetes");
    tags.putAll(custom);
    return tags;
  }

  /**
   * On the span of a request that a proxy makes, where it is apart from the one that it takes:
   * Envoy writes no custom tags there, and so none of Istio's.
   */
  static Map<String, String> upstream(
      Bookinfo.Proxy proxy, String upstreamAddress, String upstreamCluster) {
    Map<String, String> tags = new LinkedHashMap<>();
    tags.put("component", "proxy");
    tags.put("node_id", proxy.nodeId());
    tags.put("http.protocol", "HTTP/1.1");
    tags.put("http.status_code", "200");
    tags.put("peer.address", upstreamAddress);
    tags.put("upstream_address", upstreamAddress);
    tags.put("response_flags", "-");
    tags.put("upstream_cluster", upstreamCluster);
    tags.put("upstream_cluster.name", upstreamCluster);
    return tags;
  }
}
