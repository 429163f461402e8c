package dev.ichnos.collector.transport;

import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a request says before its body, and what that alone decides.
 *
 * @param method upper case
 * @param path percent-decoded; as it came where that is impossible
 * @param query as it came
 * @param route what serves it, or at least has its path, for the words of errors
 * @param coding how the body is compressed; of no meaning when there is a refusal
 * @param refusal the answer, when there is nothing to wait for
 */
record RequestHead(
    String method,
    String path,
    String query,
    Map<String, String> headers,
    HttpVersion version,
    boolean keepAlive,
    Optional<HttpRoute> route,
    ContentCoding coding,
    Optional<HttpReply> refusal) {

  /** Names that Netty's translation from HTTP/2 adds. */
  private static final Set<String> NOT_SENT =
      Set.of(
          "x-http2-stream-id",
          "x-http2-scheme",
          "x-http2-path",
          "x-http2-stream-promise-id",
          "x-http2-stream-dependency-id",
          "x-http2-stream-weight");

  static RequestHead read(
      io.netty.handler.codec.http.HttpRequest request, Routes routes, Access access) {
    String method = request.method().name();
    Map<String, String> headers = headers(request);
    String target = withoutAuthority(request.uri());
    int question = target.indexOf('?');
    String raw = question < 0 ? target : target.substring(0, question);
    String query = question < 0 ? "" : target.substring(question + 1);
    boolean keepAlive = HttpUtil.isKeepAlive(request);
    Optional<String> decoded = decoded(raw);
    String path = decoded.orElse(raw);
    // HEAD is GET without the body (RFC 9110 §9.3.2).
    String served = method.equals(HttpMethod.HEAD.name()) ? HttpMethod.GET.name() : method;
    Optional<HttpRoute> found = decoded.flatMap(p -> routes.find(served, p));
    Optional<ContentCoding> coding = ContentCoding.of(headers.getOrDefault("content-encoding", ""));
    RequestHead head =
        new RequestHead(
            method,
            path,
            query,
            headers,
            request.protocolVersion(),
            keepAlive,
            found.or(() -> routes.findPath(path)),
            coding.orElse(ContentCoding.IDENTITY),
            Optional.empty());
    if (!access.isOpen()) {
      boolean admitted = access.admits(headers.remove("authorization")); // nobody else needs it
      if (!admitted && !found.map(HttpRoute::open).orElse(false)) {
        return head.refusing(
            head.error(401, Refusals.UNAUTHENTICATED)
                .withHeader("www-authenticate", access.challenge()));
      }
    }
    if (decoded.isEmpty()) {
      return head.refusing(HttpReply.text(400, "Malformed path: " + printable(raw)));
    }
    if (found.isEmpty()) {
      return head.refusing(head.notServed(routes));
    }
    if (coding.isEmpty()) {
      return head.refusing(
          head.error(
                  415,
                  "Unknown content-encoding: "
                      + printable(head.codingName())
                      + " (expected: gzip, deflate or identity)")
              .withHeader("accept-encoding", "gzip, deflate"));
    }
    String expects = headers.getOrDefault("expect", "");
    if (!expects.isEmpty() && !expects.equalsIgnoreCase("100-continue")) {
      return head.refusing(head.error(417, "Unknown expectation (expected: 100-continue)"));
    }
    return head;
  }

  /** An error in the words of the route. */
  HttpReply error(int status, String message) {
    return route
        .map(HttpRoute::errors)
        .orElse(HttpRoute.ErrorReply.TEXT)
        .reply(status, request(ByteBuffer.allocate(0), Peer.UNKNOWN).mediaType(), message);
  }

  String codingName() {
    return headers.getOrDefault("content-encoding", "");
  }

  boolean wantsBody() {
    return !method.equals(HttpMethod.HEAD.name());
  }

  HttpRequest request(ByteBuffer body, Peer peer) {
    return new HttpRequest(
        wantsBody() ? method : HttpMethod.GET.name(), path, query, headers, body, peer);
  }

  private RequestHead refusing(HttpReply reply) {
    return new RequestHead(
        method, path, query, headers, version, keepAlive, route, coding, Optional.of(reply));
  }

  private HttpReply notServed(Routes routes) {
    if (route.isEmpty()) {
      return HttpReply.text(404, "Nothing is served at " + printable(path));
    }
    String allowed = routes.allowed(path);
    HttpReply reply =
        method.equals(HttpMethod.OPTIONS.name())
            ? HttpReply.of(204)
            : error(
                405,
                "Method not allowed: "
                    + printable(method)
                    + " "
                    + printable(path)
                    + " (expected: "
                    + allowed
                    + ")");
    return reply.withHeader("allow", allowed);
  }

  private static Map<String, String> headers(io.netty.handler.codec.http.HttpRequest request) {
    Map<String, String> headers = new HashMap<>();
    for (Map.Entry<String, String> field : request.headers()) {
      String name = field.getKey().toLowerCase(Locale.ROOT);
      if (!NOT_SENT.contains(name)) {
        headers.merge(name, field.getValue(), (first, next) -> first + ", " + next);
      }
    }
    return headers;
  }

  /** Clients of proxies send the whole URL (RFC 9112 §3.2.2). */
  private static String withoutAuthority(String target) {
    int scheme = target.startsWith("/") ? -1 : target.indexOf("://");
    if (scheme < 0) {
      return target;
    }
    int path = target.indexOf('/', scheme + 3);
    return path < 0 ? "/" : target.substring(path);
  }

  private static Optional<String> decoded(String path) {
    if (path.indexOf('%') < 0) {
      return Optional.of(path);
    }
    try {
      return Optional.of(new QueryStringDecoder(path).path());
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Short, and without anything that breaks a line. */
  private static String printable(String text) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < Math.min(text.length(), 200); i++) {
      char c = text.charAt(i);
      out.append(c < ' ' || c == 0x7f ? '?' : c);
    }
    return out.toString();
  }
}
