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
    "/google.devtools.cloudtrace.",
    "/lightstep.collector.CollectorService/",
    "/jaeger.api_v2.CollectorService/",
  };

  /** As Envoy before 1.19 calls it. */
  private static final String SKYWALKING_WITHOUT_PACKAGE = "/TraceSegmentReportService/";

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
    return endsLikeOne(url, from, to)
        || isGrpc(url, from)
        || isDatadog(url, from, to)
        || isCloudTraceRest(url, from, to);
  }

  /** Nearly every path of a user's fails by its last character. */
  private static boolean endsLikeOne(String url, int from, int to) {
    if (to - from < "/v1/traces".length()) {
      return false;
    }
    char last = url.charAt(to - 1);
    if (last != 's' && last != 't' && last != 'e') {
      return false;
    }
    for (String end : ENDS) {
      if (to - from >= end.length() && url.startsWith(end, to - end.length())) {
        return true;
      }
    }
    return false;
  }

  private static boolean isGrpc(String url, int from) {
    if (url.indexOf('.', from) < 0) {
      return url.startsWith(SKYWALKING_WITHOUT_PACKAGE, from);
    }
    for (String service : GRPC) {
      if (url.startsWith(service, from)) {
        return true;
      }
    }
    return false;
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
