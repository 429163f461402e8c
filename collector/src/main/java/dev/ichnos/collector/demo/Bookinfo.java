package dev.ichnos.collector.demo;

import dev.ichnos.model.SpanKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * One request to {@code /productpage} of Istio's Bookinfo: eight spans of five proxies.
 *
 * <pre>
 * istio-ingressgateway ─▶ productpage ─┬▶ details
 *                                      └▶ reviews ─▶ ratings
 * </pre>
 *
 * Every call has the caller's half and the callee's half, each with an id of its own, as Istio's
 * proxies report them; the root's span id is the lower half of the trace id, as Envoy makes it.
 */
final class Bookinfo {
  /** How many spans one request has. */
  static final int SPANS = 8;

  private static final String REQUEST_ID = "6c0d2f0e-3d43-9b6f-8a55-2f4f0f6f7a31";

  static final Proxy GATEWAY =
      new Proxy(
          "istio-ingressgateway",
          "istio-system",
          "router",
          "10.4.0.5",
          "latest",
          "7d8c5b7f9b-x2v8k");
  static final Proxy PRODUCTPAGE =
      new Proxy("productpage", "default", "sidecar", "10.4.0.12", "v1", "6b746f74dc-9stvs");
  static final Proxy DETAILS =
      new Proxy("details", "default", "sidecar", "10.4.1.7", "v1", "79f774bdb9-4kvmx");
  static final Proxy REVIEWS =
      new Proxy("reviews", "default", "sidecar", "10.4.1.9", "v2", "7bf98595c4-qq7nt");
  static final Proxy RATINGS =
      new Proxy("ratings", "default", "sidecar", "10.4.2.3", "v1", "b6994bb9-k2w6d");

  private final long traceIdHigh;
  private final long traceIdLow;
  private final long startEpochMicros;
  private final UnaryOperator<Hop> said;

  /**
   * A request.
   *
   * @param startEpochMicros when the gateway took it, microseconds since 1970
   */
  Bookinfo(long traceIdHigh, long traceIdLow, long startEpochMicros) {
    this(traceIdHigh, traceIdLow, startEpochMicros, UnaryOperator.identity());
  }

  private Bookinfo(
      long traceIdHigh, long traceIdLow, long startEpochMicros, UnaryOperator<Hop> said) {
    this.traceIdHigh = traceIdHigh;
    this.traceIdLow = traceIdLow;
    this.startEpochMicros = startEpochMicros;
    this.said = said;
  }

  /** The same request, each span as a protocol says it that cannot say all. */
  Bookinfo saidAs(UnaryOperator<Hop> protocol) {
    return new Bookinfo(traceIdHigh, traceIdLow, startEpochMicros, protocol);
  }

  /** The same request as a protocol says it whose trace ids have 64 bits. */
  Bookinfo saidWith64Bits() {
    return new Bookinfo(0, traceIdLow, startEpochMicros, said);
  }

  long traceIdHigh() {
    return traceIdHigh;
  }

  long traceIdLow() {
    return traceIdLow;
  }

  /** What each proxy reports, proxy by proxy, as they finish: the innermost first. */
  List<List<Hop>> reports() {
    Map<Proxy, List<Hop>> reports = new LinkedHashMap<>();
    for (Hop hop : hops()) {
      reports.computeIfAbsent(hop.proxy(), any -> new ArrayList<>()).add(said.apply(hop));
    }
    return List.copyOf(reports.values());
  }

  /** A span of this request as its proxy reports it. */
  ProxySpan span(Hop hop) {
    return new ProxySpan(
        traceIdHigh,
        traceIdLow,
        hop.spanId(),
        hop.parentSpanId(),
        hop.kind(),
        hop.name(),
        hop.startEpochMicros(),
        hop.durationMicros(),
        hop.proxy(),
        hop.tags());
  }

  private List<Hop> hops() {
    String page = "productpage.default.svc.cluster.local:9080/productpage";
    return List.of(
        server(RATINGS, 7, 6, "ratings", 19_900, 870, "http://ratings:9080/ratings/0"),
        client(REVIEWS, 6, 5, "ratings", 19_400, 1_907, "http://ratings:9080/ratings/0"),
        server(REVIEWS, 5, 4, "reviews", 11_500, 10_201, "http://reviews:9080/reviews/0"),
        server(DETAILS, 3, 2, "details", 4_700, 992, "http://details:9080/details/0"),
        client(PRODUCTPAGE, 2, 1, "details", 4_300, 1_471, "http://details:9080/details/0"),
        client(PRODUCTPAGE, 4, 1, "reviews", 8_200, 14_170, "http://reviews:9080/reviews/0"),
        hop(PRODUCTPAGE, SpanKind.SERVER, 1, 0, page, 400, 24_435, "inbound|9080||"),
        hop(
            GATEWAY,
            SpanKind.CLIENT,
            0,
            -1,
            page,
            0,
            25_193,
            "outbound|9080||productpage.default.svc.cluster.local"));
  }

  private Hop server(
      Proxy proxy, int span, int parent, String host, long offset, long duration, String url) {
    return new Hop(
        proxy,
        SpanKind.SERVER,
        id(span),
        id(parent),
        host + ".default.svc.cluster.local:9080/*",
        startEpochMicros + offset,
        duration,
        "inbound|9080||",
        url);
  }

  private Hop client(
      Proxy proxy, int span, int parent, String host, long offset, long duration, String url) {
    return new Hop(
        proxy,
        SpanKind.CLIENT,
        id(span),
        id(parent),
        host + ".default.svc.cluster.local:9080/*",
        startEpochMicros + offset,
        duration,
        "outbound|9080||" + host + ".default.svc.cluster.local",
        url);
  }

  private Hop hop(
      Proxy proxy,
      SpanKind kind,
      int span,
      int parent,
      String name,
      long offset,
      long duration,
      String upstreamCluster) {
    return new Hop(
        proxy,
        kind,
        id(span),
        parent < 0 ? 0 : id(parent),
        name,
        startEpochMicros + offset,
        duration,
        upstreamCluster,
        "http://bookinfo.example.com/productpage");
  }

  /** The id of the span with this number: the trace key itself for the root, spread for others. */
  private long id(int span) {
    long id = traceIdLow + span * 0x9e3779b97f4a7c15L;
    return id == 0 ? 1 : id;
  }

  /**
   * A proxy that reports spans.
   *
   * @param service the workload's {@code app} label
   * @param type {@code sidecar} or {@code router}
   * @param podHash the tail of its pod's name
   */
  record Proxy(
      String service, String namespace, String type, String ip, String revision, String podHash) {
    /** Envoy's service name under Istio's default naming: {@code app.namespace}. */
    String tracingName() {
      return service + "." + namespace;
    }

    /** Envoy's node id, as istiod hands it out. */
    String nodeId() {
      return "%s~%s~%s.%s~%s.svc.cluster.local"
          .formatted(type, ip, podName(), namespace, namespace);
    }

    String podName() {
      return deployment() + "-" + podHash;
    }

    String deployment() {
      return type.equals("router") ? service : service + "-" + revision;
    }
  }

  /**
   * One span, as a proxy knows it.
   *
   * @param parentSpanId 0 for the root
   */
  record Hop(
      Proxy proxy,
      SpanKind kind,
      long spanId,
      long parentSpanId,
      String name,
      long startEpochMicros,
      long durationMicros,
      String upstreamCluster,
      String url) {

    /**
     * What the span is called behind the rules of identity: method and route, where the operation
     * names a route that does not take every path; else as its proxy calls it.
     */
    String canonicalName() {
      int port = name.indexOf(":9080/");
      String route = port < 0 ? "/*" : name.substring(port + ":9080".length());
      return route.equals("/*") ? name : "GET " + route;
    }

    /** What Envoy and Istio say of it. */
    Map<String, String> tags() {
      return EnvoyTags.downstream(proxy, REQUEST_ID, url, proxy.ip(), upstreamCluster, Map.of());
    }
  }
}
