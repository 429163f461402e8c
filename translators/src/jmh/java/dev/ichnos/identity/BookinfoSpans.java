package dev.ichnos.identity;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Requests through Bookinfo as Istio's proxies report them in Zipkin's JSON, gateway first, both
 * sides of each call.
 */
final class BookinfoSpans {
  /** Spans of all requests. */
  static final int COUNT = 40;

  private static final String[] CALLED = {"productpage", "details", "reviews", "ratings"};
  private static final String[] CALLERS = {
    "istio-ingressgateway", "productpage", "productpage", "reviews"
  };
  private static final int REQUESTS = COUNT / (2 * CALLED.length);

  /** As many as Envoy's tracer for Zipkin collects before it sends them. */
  private static final int FLUSHED = 5;

  private record Reported(String proxy, String json) {}

  private BookinfoSpans() {}

  /** A message for each request: as from another collector, which has put them together. */
  static List<String> byRequest() {
    List<String> messages = new ArrayList<>();
    for (int request = 0; request < REQUESTS; request++) {
      messages.add(message(request(request)));
    }
    return messages;
  }

  /** A message for every five spans of a proxy: as the proxies send them. */
  static List<String> byProxy() {
    Map<String, List<Reported>> byProxy = new LinkedHashMap<>();
    for (int request = 0; request < REQUESTS; request++) {
      for (Reported span : request(request)) {
        byProxy.computeIfAbsent(span.proxy, proxy -> new ArrayList<>()).add(span);
      }
    }
    List<String> messages = new ArrayList<>();
    for (List<Reported> spans : byProxy.values()) {
      for (int from = 0; from < spans.size(); from += FLUSHED) {
        messages.add(message(spans.subList(from, Math.min(from + FLUSHED, spans.size()))));
      }
    }
    return messages;
  }

  private static String message(List<Reported> spans) {
    return "[" + String.join(",", spans.stream().map(Reported::json).toList()) + "]";
  }

  private static List<Reported> request(int request) {
    List<Reported> spans = new ArrayList<>();
    for (int i = 0; i < CALLED.length; i++) {
      String host = CALLED[i] + ".shop.svc.cluster.local";
      int id = 2 * i + 1;
      spans.add(span(request, i, "CLIENT", CALLERS[i], "outbound|9080||" + host, id));
      spans.add(span(request, i, "SERVER", CALLED[i], "inbound|9080||", id + 1));
    }
    return spans;
  }

  private static Reported span(
      int request, int call, String kind, String service, String cluster, int id) {
    boolean gateway = service.startsWith("istio-");
    String called = CALLED[call];
    String namespace = gateway ? "istio-system" : "shop";
    int host = 10 + service.length();
    String json =
        """
        {"traceId":"5f1d9a7c3b2e4680a1c3e5f708192a%02x","id":"2b4d6f80914%03x%02x",\
        "parentId":"2b4d6f80914%03x%02x","kind":"%s",\
        "name":"%s.shop.svc.cluster.local:9080/%s","timestamp":17673230450%02d103,"duration":3390,\
        "localEndpoint":{"serviceName":"%s.%s","ipv4":"10.4.1.%d","port":0},\
        "tags":{"component":"proxy","downstream_cluster":"-",\
        "guid:x-request-id":"7c1e5a34-90b2-4f6d-8a11-5d3c0e9b7f%02x","http.method":"GET",\
        "http.protocol":"HTTP/1.1","http.status_code":"200",\
        "http.url":"http://%s:9080/%s/%d","istio.canonical_revision":"v1",\
        "istio.canonical_service":"%s","istio.cluster_id":"Kubernetes",\
        "istio.mesh_id":"cluster.local","istio.namespace":"%s",\
        "node_id":"%s~10.4.1.%d~%s-v1-5c9d7b8f4-m8t6w.%s~%s.svc.cluster.local",\
        "peer.address":"10.4.0.9","request_size":"0","response_flags":"-",\
        "response_size":"183","upstream_address":"10.4.2.%d:9080","upstream_cluster":"%s",\
        "upstream_cluster.name":"%s",\
        "user_agent":"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/126.0"}}"""
            .formatted(
                request,
                request,
                id,
                request,
                id - 1,
                kind,
                called,
                call % 2 == 0 ? called + "*" : "*",
                request,
                service,
                namespace,
                host,
                request,
                called,
                called,
                request,
                service,
                namespace,
                gateway ? "router" : "sidecar",
                host,
                service,
                namespace,
                namespace,
                10 + called.length(),
                cluster,
                cluster);
    return new Reported(service, json);
  }
}
