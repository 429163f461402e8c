package dev.ichnos.identity.envoy;

import org.jspecify.annotations.Nullable;

/**
 * The name that a proxy gives a span, read as what Istio makes of a route:
 *
 * <pre>
 * reviews.default.svc.cluster.local:9080/*       host, port, every path
 * reviews.default.svc.cluster.local:9080/api*    a prefix; or one path, or a regular expression
 * reviews-route:80/api*                          the virtual service, where hosts are several
 * </pre>
 *
 * <p>istio pilot/pkg/networking/core/route/route.go ({@code GetRouteOperation}) @ 1.31. Without a
 * route of Istio's, Envoy says {@code ingress}, {@code egress <host header>}, {@code router
 * <cluster> egress} of an attempt, {@code async <cluster> egress} of a call of its own
 * (source/common/tracing, router, http/async_client_impl.cc), or, for SkyWalking, the path.
 */
final class Operation {
  /** The route that takes every path. */
  static final String EVERY_PATH = "/*";

  /** What Envoy calls the answering side of a request without a route. */
  static final String INGRESS = "ingress";

  private static final String EGRESS = "egress ";
  private static final String ATTEMPT = "router ";
  private static final String OWN_CALL = "async ";
  private static final String END = " egress";

  private final String name;
  private final int hostEnd;
  private final int port;
  private final String route;

  private Operation(String name, int hostEnd, int port, String route) {
    this.name = name;
    this.hostEnd = hostEnd;
    this.port = port;
    this.route = route;
  }

  /** The route; null if the name is of another kind. */
  static @Nullable Operation parse(String name) {
    int bracket = name.startsWith("[") ? Math.max(0, name.indexOf(']')) : 0;
    int colon = name.indexOf(':', bracket);
    if (colon < 1) {
      return null;
    }
    int end = colon + 1;
    while (end < name.length() && end < colon + 6 && isDigit(name.charAt(end))) {
      end++;
    }
    int port = Address.port(name, colon + 1, end);
    if (port < 1 || end == name.length() || !isHost(name, colon)) {
      return null;
    }
    String route =
        name.length() == end + EVERY_PATH.length() && name.endsWith(EVERY_PATH)
            ? EVERY_PATH
            : name.substring(end);
    return new Operation(name, colon, port, route);
  }

  /** Of the service, or the name of a virtual service. */
  String host() {
    return name.substring(0, hostEnd);
  }

  /** 1 to 65535. */
  int port() {
    return port;
  }

  /** What paths must look like. */
  String route() {
    return route;
  }

  /** Whether the host is one, not the name of a virtual service. */
  boolean namesHost() {
    int dot = name.indexOf('.');
    return (dot >= 0 && dot < hostEnd) || name.startsWith("[");
  }

  /** Whether the route is one that takes every path, or more than one. */
  boolean isPrefix() {
    return route.endsWith("*") && !route.endsWith(".*");
  }

  /** Whether Envoy names an attempt to reach a host of a cluster so. */
  static boolean isOfAttempt(String name) {
    return name.startsWith(ATTEMPT) && name.endsWith(END);
  }

  /** What Envoy calls an attempt to reach a host of this cluster. */
  static String ofAttempt(String cluster) {
    return ATTEMPT + cluster + END;
  }

  /** Whether Envoy names the asking side of a request so, its own calls among them. */
  static boolean isEgress(String name) {
    return name.equals("egress")
        || name.startsWith(EGRESS)
        || isOfAttempt(name)
        || (name.startsWith(OWN_CALL) && name.endsWith(END));
  }

  /** Whether the name is what was asked for, so that there are as many names as there are paths. */
  static boolean isPath(String name) {
    return name.startsWith("/") || name.startsWith("http://") || name.startsWith("https://");
  }

  /** No names of hosts have these, sentences and URLs and clusters do. */
  private static boolean isHost(String name, int end) {
    return isBehind(name.indexOf(' '), end)
        && isBehind(name.indexOf('/'), end)
        && isBehind(name.indexOf('|'), end);
  }

  private static boolean isBehind(int place, int end) {
    return place < 0 || place > end;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
