package dev.ichnos.collector.transport;

import dev.ichnos.collector.config.CorsConfig;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Lets pages of some origins use a route from a browser: the CORS protocol of the Fetch standard
 * (fetch.spec.whatwg.org, section 3.3), without credentials.
 *
 * <p>A browser first asks by OPTIONS whether it may send what a page wants to send, and then shows
 * the page only answers that name its origin. Other clients notice nothing, and nothing keeps them
 * out. Answers that transport gives by itself (413, 415) name no origin.
 */
public final class CrossOrigin {
  private static final String ALLOW_ORIGIN = "access-control-allow-origin";

  private final List<String> origins;
  private final boolean any;
  private final String headers;
  private final int maxAgeSeconds;

  public CrossOrigin(CorsConfig config) {
    origins = config.allowedOrigins().stream().map(CrossOrigin::lower).toList();
    any = origins.contains("*");
    maxAgeSeconds = config.maxAgeSeconds();
    List<String> names = new ArrayList<>(List.of("content-type", "content-encoding"));
    names.addAll(config.allowedHeaders());
    headers = String.join(", ", names);
  }

  /** The route, and beside it what browsers ask first; the route alone where no origin may. */
  public List<HttpRoute> routes(HttpRoute route) {
    if (origins.isEmpty()) {
      return List.of(route);
    }
    HttpRoute open =
        new HttpRoute(
            route.owner(),
            route.method(),
            route.path(),
            request -> route.handler().handle(request).thenApply(reply -> readable(request, reply)),
            route.errors());
    HttpRoute preflight =
        new HttpRoute(
                route.owner(),
                "OPTIONS",
                route.path(),
                request -> preflight(request, route.method()),
                route.errors())
            .forEverybody();
    return List.of(open, preflight);
  }

  private CompletionStage<HttpReply> preflight(HttpRequest request, String method) {
    HttpReply reply = HttpReply.of(204).withHeader("allow", "OPTIONS, " + method);
    if (allows(request.header("origin"))) {
      reply =
          reply
              .withHeader("access-control-allow-methods", method)
              .withHeader("access-control-allow-headers", headers);
      if (maxAgeSeconds > 0) {
        reply = reply.withHeader("access-control-max-age", Integer.toString(maxAgeSeconds));
      }
    }
    return CompletableFuture.completedStage(readable(request, reply));
  }

  /** The reply, for a page of the request's origin to read if it may. */
  private HttpReply readable(HttpRequest request, HttpReply reply) {
    String origin = request.header("origin");
    Map<String, String> all = new HashMap<>(reply.headers());
    if (any) {
      all.put(ALLOW_ORIGIN, "*");
    } else {
      all.put("vary", "origin"); // caches must not hand one page's answer to another's
      if (allows(origin)) {
        all.put(ALLOW_ORIGIN, origin);
      }
    }
    return new HttpReply(reply.status(), reply.contentType(), reply.body(), all);
  }

  private boolean allows(String origin) {
    String asked = lower(origin);
    return !asked.isEmpty() && origins.stream().anyMatch(allowed -> matches(allowed, asked));
  }

  /** Whether an origin is the one allowed, in which one asterisk stands for any text. */
  private static boolean matches(String allowed, String origin) {
    int star = allowed.indexOf('*');
    if (star < 0) {
      return allowed.equals(origin);
    }
    return origin.length() >= allowed.length() - 1
        && origin.startsWith(allowed.substring(0, star))
        && origin.endsWith(allowed.substring(star + 1));
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
