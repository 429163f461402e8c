package dev.ichnos.collector.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.collector.config.CorsConfig;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CrossOriginTest {
  private static final String ALLOWED = "access-control-allow-origin";
  private static final HttpRoute ROUTE =
      new HttpRoute(
          "zipkin",
          "POST",
          path -> path.equals("/spans"),
          request ->
              CompletableFuture.completedStage(
                  HttpReply.text(400, "no").withHeader("x-more", "yes")),
          HttpRoute.ErrorReply.TEXT);

  @Test
  void routes_noOrigin_isTheRouteAlone() {
    assertThat(new CrossOrigin(CorsConfig.defaults()).routes(ROUTE)).containsExactly(ROUTE);
  }

  @ParameterizedTest
  @CsvSource({
    "https://shop.example.com, https://shop.example.com, true",
    "https://Shop.Example.com, HTTPS://shop.example.COM, true",
    "https://*.example.com, https://a.b.example.com, true",
    "http://localhost:*, http://localhost:8080, true",
    "https://*.example.com, https://example.com, false",
    "https://shop.example.com, https://shop.example.com.evil.org, false",
    "https://shop.example.com, http://shop.example.com, false",
    "https://a*a.com, https://a.com, false",
    "https://shop.example.com, null, false",
    "https://shop.example.com, '', false"
  })
  void reply_originStated_isNamedIfAllowed(String allowed, String origin, boolean named) {
    List<HttpRoute> routes = routes(allowed);

    HttpReply answer = handle(routes.get(0), origin);
    HttpReply preflight = handle(routes.get(1), origin);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.headers()).containsEntry("x-more", "yes").containsEntry("vary", "origin");
    assertThat(preflight.headers()).containsEntry("allow", "OPTIONS, POST");
    if (named) {
      assertThat(answer.headers()).containsEntry(ALLOWED, origin);
      assertThat(preflight.headers())
          .containsEntry(ALLOWED, origin)
          .containsEntry("access-control-allow-methods", "POST")
          .doesNotContainKey("access-control-max-age");
    } else {
      assertThat(answer.headers()).doesNotContainKey(ALLOWED);
      assertThat(preflight.headers()).doesNotContainKeys(ALLOWED, "access-control-allow-methods");
    }
  }

  @Test
  void reply_anyOriginAllowed_saysSo() {
    assertThat(handle(routes("*").get(0), "https://whoever.org").headers())
        .containsEntry(ALLOWED, "*")
        .doesNotContainKey("vary");
  }

  @Test
  void routes_preflight_hasThePathOfTheRoute() {
    HttpRoute preflight = routes("*").get(1);

    assertThat(preflight.method()).isEqualTo("OPTIONS");
    assertThat(preflight.owner()).isEqualTo("zipkin");
    assertThat(preflight.path().test("/spans")).isTrue();
    assertThat(preflight.path().test("/other")).isFalse();
  }

  private static List<HttpRoute> routes(String origin) {
    return new CrossOrigin(new CorsConfig(List.of(origin), List.of(), 0)).routes(ROUTE);
  }

  private static HttpReply handle(HttpRoute route, String origin) {
    return route
        .handler()
        .handle(
            new HttpRequest(
                route.method(),
                "/spans",
                "",
                origin.isEmpty() ? Map.of() : Map.of("origin", origin),
                ByteBuffer.allocate(0),
                Peer.UNKNOWN))
        .toCompletableFuture()
        .join();
  }
}
