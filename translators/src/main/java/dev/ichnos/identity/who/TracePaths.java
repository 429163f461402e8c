package dev.ichnos.identity.who;

/** The paths by which traces come in, of every protocol that Ichnos speaks. */
final class TracePaths {
  /** Of methods of gRPC, by their service. */
  private static final String[] GRPC = {
    "/opentelemetry.proto.collector.",
    "/zipkin.proto3.SpanService/",
    "/opencensus.proto.agent.",
    "/envoy.service.trace.",
    "/skywalking.v3.",
    "/TraceSegmentReportService/",
    "/google.devtools.cloudtrace.",
    "/lightstep.collector.CollectorService/",
    "/jaeger.api_v2.CollectorService/",
  };

  /** Of HTTP, behind whatever prefix. */
  private static final String[] ENDS = {
    "/api/v2/spans",
    "/api/v1/spans",
    "/v1/traces",
    "/v3/segments",
    "/v3/segment",
    "/api/v2/reports",
    "/api/traces",
    "/traces:batchWrite",
  };

  private TracePaths() {}

  /** Whether the path, or the path of the URL, is one; the query does not matter. */
  static boolean isIn(String url) {
    int scheme = url.indexOf("://");
    int from = scheme < 0 ? 0 : url.indexOf('/', scheme + 3);
    if (from < 0 || url.isEmpty()) {
      return false;
    }
    int query = url.indexOf('?', from);
    int to = query < 0 ? url.length() : query;
    for (String end : ENDS) {
      if (to - from >= end.length() && url.startsWith(end, to - end.length())) {
        return true;
      }
    }
    for (String service : GRPC) {
      if (url.startsWith(service, from)) {
        return true;
      }
    }
    return isDatadog(url, from, to) || isCloudTraceRest(url, from, to);
  }

  /** {@code /v0.4/traces} and its sisters; what a tracer asks and tells beside. */
  private static boolean isDatadog(String url, int from, int to) {
    if (url.startsWith("/v0.", from)) {
      int slash = url.indexOf('/', from + 4);
      return slash > 0 && (rest(url, slash, to, "/traces") || rest(url, slash, to, "/stats"));
    }
    return rest(url, from, to, "/info");
  }

  /** {@code /v1/projects/…/traces}, {@code /v2/projects/…/traces/…/spans/…}. */
  private static boolean isCloudTraceRest(String url, int from, int to) {
    if (!url.startsWith("/v1/projects/", from) && !url.startsWith("/v2/projects/", from)) {
      return false;
    }
    int project = url.indexOf('/', from + "/v1/projects/".length());
    return project > 0 && project < to && url.startsWith("/traces", project);
  }

  private static boolean rest(String url, int at, int to, String end) {
    return to - at == end.length() && url.startsWith(end, at);
  }
}
