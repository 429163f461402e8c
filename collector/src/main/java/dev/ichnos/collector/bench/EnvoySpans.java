package dev.ichnos.collector.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a proxy reports in one message: as many spans as a batch has, each of another trace, with
 * {@linkplain Field#placeholder placeholders} for what is different in every one of a run. The
 * proxies are those of Istio's Bookinfo: a gateway of two pods before six workloads of two pods.
 */
final class EnvoySpans {
  /** How many messages of a role there are: one for each pod. */
  static final int PODS = 12;

  /** When the first request of a template ends. */
  static final long EPOCH_MICROS = 1_600_000_000_000_000L;

  private static final List<Workload> WORKLOADS =
      List.of(
          new Workload("productpage", "v1", "6b746f74dc", "details", "/productpage"),
          new Workload("details", "v1", "79f774bdb9", "ratings", "/details/0"),
          new Workload("reviews", "v1", "545db77b95", "ratings", "/reviews/0"),
          new Workload("reviews", "v2", "7bf98595c4", "ratings", "/reviews/1"),
          new Workload("reviews", "v3", "59d99fd9c8", "ratings", "/reviews/2"),
          new Workload("ratings", "v1", "b6994bb95e", "details", "/ratings/0"));
  private static final List<String> STATUSES =
      List.of("200", "200", "200", "304", "200", "404", "200", "200", "503", "200");
  private static final String AGENT = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36";

  private EnvoySpans() {}

  /** The message of one pod in one role, {@code batch} spans. */
  static List<EnvoySpan> of(int pod, Role role, int batch) {
    Workload workload = WORKLOADS.get(pod % WORKLOADS.size());
    List<EnvoySpan> spans = new ArrayList<>(batch);
    for (int i = 0; i < batch; i++) {
      spans.add(span(workload, pod, role, i));
    }
    return spans;
  }

  private static EnvoySpan span(Workload workload, int pod, Role role, int i) {
    Proxy proxy = role.root() ? Proxy.gateway(pod) : workload.proxy(pod);
    String callee = role == Role.CALL ? workload.callee : workload.app;
    String host = callee + ".default.svc.cluster.local";
    String path = role == Role.CALL ? "/" + callee + "/" + i % 10 : workload.path;
    String url = "http://" + host + ":9080" + path + Form.QUERY.text(Field.QUERY.placeholder(i));
    // Inner spans begin later and end earlier.
    long duration = 2_500 + 137 * (i % 50L) + 11L * pod - 700L * role.depth();
    return new EnvoySpan(
        Field.TRACE_ID_HIGH.placeholder(i),
        Field.TRACE_ID_LOW.placeholder(i),
        Field.SPAN_ID.placeholder(i),
        role.root() ? 0 : Field.PARENT_SPAN_ID.placeholder(i),
        role.kind(),
        host + ":9080/*",
        Field.START.placeholder(i) - duration - 300L * role.depth(),
        duration,
        proxy.app + "." + proxy.namespace,
        proxy.ip,
        tags(proxy, role, host, url, i));
  }

  /** The twenty that Envoy and Istio write. */
  private static Map<String, String> tags(Proxy proxy, Role role, String host, String url, int i) {
    String cluster = role == Role.SERVER ? "inbound|9080||" : "outbound|9080||" + host;
    Map<String, String> tags = new LinkedHashMap<>();
    tags.put("component", "proxy");
    tags.put("node_id", proxy.nodeId());
    tags.put(
        "guid:x-request-id",
        "6c0d2f0e-3d43-9b6f-" + Form.UUID_TAIL.text(Field.REQUEST_ID.placeholder(i)));
    tags.put("http.url", url);
    tags.put("http.method", i % 8 == 7 ? "POST" : "GET");
    tags.put("http.protocol", "HTTP/1.1");
    tags.put("http.status_code", STATUSES.get(i % STATUSES.size()));
    tags.put("downstream_cluster", "-");
    tags.put("user_agent", AGENT);
    tags.put("peer.address", role == Role.SERVER ? "10.4.0." + (20 + i % 3) : proxy.ip);
    tags.put("request_size", i % 8 == 7 ? "178" : "0");
    tags.put("response_size", Integer.toString(178 + 31 * (i % 40)));
    tags.put("response_flags", "-");
    tags.put("upstream_cluster", cluster);
    tags.put("upstream_cluster.name", cluster);
    tags.put("istio.canonical_service", proxy.app);
    tags.put("istio.canonical_revision", proxy.revision);
    tags.put("istio.mesh_id", "cluster.local");
    tags.put("istio.namespace", proxy.namespace);
    tags.put("istio.cluster_id", "Kubernetes");
    return tags;
  }

  /** Behind the gateway, and the one that it calls itself. */
  private record Workload(String app, String revision, String podHash, String callee, String path) {
    Proxy proxy(int pod) {
      int replica = pod / WORKLOADS.size();
      String name = "%s-%s-%s-9s%cvs".formatted(app, revision, podHash, 'b' + replica);
      return new Proxy("sidecar", app, "default", revision, "10.4.1." + (10 + pod), name);
    }
  }

  private record Proxy(
      String type, String app, String namespace, String revision, String ip, String podName) {
    static Proxy gateway(int pod) {
      int replica = pod % 2;
      String name = "istio-ingressgateway-7d8c5b7f9b-x2%c8k".formatted('t' + replica);
      String ip = "10.4.0." + (20 + replica);
      return new Proxy("router", "istio-ingressgateway", "istio-system", "latest", ip, name);
    }

    /** As istiod hands it out. */
    String nodeId() {
      return type
          + "~"
          + ip
          + "~"
          + podName
          + "."
          + namespace
          + "~"
          + namespace
          + ".svc.cluster.local";
    }
  }
}
