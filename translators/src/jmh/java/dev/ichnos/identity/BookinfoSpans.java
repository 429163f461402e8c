package dev.ichnos.identity;

/** One request through Bookinfo as Istio's proxies report it, gateway first, in Zipkin's JSON. */
final class BookinfoSpans {
  private static final String[] CALLED = {"productpage", "details", "reviews", "ratings"};
  private static final String[] CALLERS = {
    "istio-ingressgateway", "productpage", "productpage", "reviews"
  };

  /** Both sides of each call. */
  static final int COUNT = 8;

  private BookinfoSpans() {}

  static String zipkinJson() {
    StringBuilder json = new StringBuilder("[");
    for (int i = 0; i < CALLED.length; i++) {
      String host = CALLED[i] + ".shop.svc.cluster.local";
      json.append(i == 0 ? "" : ",")
          .append(span(i, "CLIENT", CALLERS[i], CALLED[i], "outbound|9080||" + host, 2 * i + 1))
          .append(',')
          .append(span(i, "SERVER", CALLED[i], CALLED[i], "inbound|9080||", 2 * i + 2));
    }
    return json.append(']').toString();
  }

  private static String span(
      int call, String kind, String service, String called, String cluster, int id) {
    boolean gateway = service.startsWith("istio-");
    String namespace = gateway ? "istio-system" : "shop";
    return """
        {"traceId":"5f1d9a7c3b2e4680a1c3e5f708192a3b","id":"2b4d6f809145a3%02x",\
        "parentId":"2b4d6f809145a3%02x","kind":"%s",\
        "name":"%s.shop.svc.cluster.local:9080/%s","timestamp":1767323045001103,"duration":3390,\
        "localEndpoint":{"serviceName":"%s.%s","ipv4":"10.4.1.%d","port":0},\
        "tags":{"component":"proxy","downstream_cluster":"-",\
        "guid:x-request-id":"7c1e5a34-90b2-4f6d-8a11-5d3c0e9b7f20","http.method":"GET",\
        "http.protocol":"HTTP/1.1","http.status_code":"200",\
        "http.url":"http://%s:9080/%s/0","istio.canonical_revision":"v1",\
        "istio.canonical_service":"%s","istio.cluster_id":"Kubernetes",\
        "istio.mesh_id":"cluster.local","istio.namespace":"%s",\
        "node_id":"%s~10.4.1.%d~%s-v1-5c9d7b8f4-m8t6w.%s~%s.svc.cluster.local",\
        "peer.address":"10.4.0.9","request_size":"0","response_flags":"-",\
        "response_size":"183","upstream_address":"10.4.2.%d:9080","upstream_cluster":"%s",\
        "upstream_cluster.name":"%s",\
        "user_agent":"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/126.0"}}"""
        .formatted(
            id,
            id - 1,
            kind,
            called,
            call % 2 == 0 ? called + "*" : "*",
            service,
            namespace,
            id,
            called,
            called,
            service,
            namespace,
            gateway ? "router" : "sidecar",
            id,
            service,
            namespace,
            namespace,
            id,
            cluster,
            cluster);
  }
}
