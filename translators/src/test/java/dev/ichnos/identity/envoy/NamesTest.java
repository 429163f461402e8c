package dev.ichnos.identity.envoy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ichnos.model.Span;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {
  @ParameterizedTest
  @CsvSource({
    // name, method, read, route
    "reviews.shop.svc.cluster.local:9080/*, GET, reviews.shop.svc.cluster.local:9080/*, /*",
    "reviews.shop.svc.cluster.local:9080/api*, GET, GET /api*, /api*",
    "reviews.shop.svc.cluster.local:9080/productpage, GET, GET /productpage, /productpage",
    "reviews.shop.svc.cluster.local:9080/v[0-9]+/.*, GET, GET /v[0-9]+/.*, /v[0-9]+/.*",
    "'reviews.shop.svc.cluster.local:9080[^/]+/x', GET, 'GET [^/]+/x', '[^/]+/x'",
    "reviews-route:80/api*, POST, POST /api*, /api*",
    "'[fd00::9]:80/api*', GET, GET /api*, /api*",
    "reviews:9080/api*, PURGE, HTTP /api*, /api*",
    "reviews:9080/api*, '', reviews:9080/api*, /api*",
    "reviews:9080, GET, reviews:9080, ''",
    "reviews:99999/api, GET, reviews:99999/api, ''",
    "ingress, GET, ingress, ''",
    "egress reviews:9080, GET, egress reviews:9080, ''",
    "router outbound|9080||reviews.shop egress, '', router outbound|9080||reviews.shop egress, ''",
    "details:9080, GET, details:9080, ''",
    "/reviews/0?x=1, GET, GET, ''",
    "http://reviews:9080/reviews/0, GET, GET, ''",
    "/reviews/0, '', router outbound|9080||reviews.shop.svc.cluster.local egress, ''",
    "GET /api*, GET, GET /api*, ''",
    "my name: 12 things, GET, my name: 12 things, ''",
    "'', GET, '', ''",
  })
  void name_ofOperation(String name, String method, String expected, String route) {
    Span said = Proxies.asking("http.method", method).toBuilder().name(name).build();

    Span read = Proxies.read(said);

    assertThat(read.name()).isEqualTo(expected);
    assertThat(read.attributes().string("http.route")).isEqualTo(route);
    assertThat(read.attributes().string("envoy.operation"))
        .isEqualTo(name.equals(expected) ? "" : name);
  }

  @Test
  void name_pathOfUnknownWhereabouts_ingress() {
    Span said =
        Proxies.answering().toBuilder()
            .name("/details/0")
            .attributes(Proxies.tags(Proxies.SIDECAR, ""))
            .build();

    assertThat(Proxies.read(said).name()).isEqualTo("ingress");
  }

  @ParameterizedTest
  @CsvSource({
    "envoy.proxy, reviews:9080/*, envoy.proxy",
    "ingress, ingress, ''",
    "ingress, reviews:9080/*, ''",
    "reviews:9080/*, reviews:9080/*, ''",
    "egress reviews, reviews:9080/*, ''",
    "mine, reviews:9080/*, mine",
  })
  void datadogOperation_thatIsTheRoute_takenOut(String operation, String resource, String left) {
    Span said = Proxies.asking("operation.name", operation, "resource.name", resource);

    Span read = Proxies.read(said);

    assertThat(read.attributes().string("operation.name")).isEqualTo(left);
    assertThat(read.attributes().string("resource.name")).isEqualTo(resource);
  }

  @ParameterizedTest
  @CsvSource({
    "/reviews/12, reviews.shop:9080/*, GET /reviews/{id}, /reviews/{id}",
    "/reviews/12, reviews.shop:9080/reviews*, GET /reviews/{id}, /reviews/{id}",
    "/reviews/, reviews.shop:9080/*, reviews.shop:9080/*, /*",
    "/reviews/12/stars, reviews.shop:9080/*, reviews.shop:9080/*, /*",
    "/users/7/orders/9, egress reviews, GET /users/{user}/orders/{order}, "
        + "/users/{user}/orders/{order}",
    "/static/a/b.css, ingress, GET /static/*, /static/*",
    "/reviews/12, /reviews/12, GET /reviews/{id}, /reviews/{id}",
  })
  void pathTemplates_firstThatFits(String path, String name, String expected, String route) {
    EnvoySettings settings =
        new EnvoySettings(
            Semconv.BOTH,
            List.of(
                "/reviews/{id}", "/reviews/{other}", "/users/{user}/orders/{order}", "/static/*"),
            false);

    Span read = read(settings, path, name);

    assertThat(read.name()).isEqualTo(expected);
    assertThat(read.attributes().string("http.route")).isEqualTo(route);
  }

  @ParameterizedTest
  @CsvSource({
    "/reviews/12, reviews.shop:9080/*, GET /reviews/{id}",
    "/reviews/12?x=13, reviews.shop:9080/*, GET /reviews/{id}",
    "/a/5c0de1a7-3b9f-9d42-8e11-72f0a4c6b8d3/b, ingress, GET /a/{id}/b",
    "/a/0123456789abcdef, ingress, GET /a/{id}",
    "/12/13, ingress, GET /{id}/{id}",
    "/a/12/, ingress, GET /a/{id}/",
    "/a/0123456789abcde, ingress, ingress",
    "/a/facade, ingress, ingress",
    "/a/deadbeefdeadbeefface, ingress, ingress",
    "/a/v1, ingress, ingress",
    "/a/5c0de1a7-3b9f9d42-8e11-72f0a4c6b8d3-, ingress, ingress",
    "/reviews/12, reviews.shop:9080/reviews/12, GET /reviews/12",
    "/reviews/12, reviews.shop:9080/reviews/.*, GET /reviews/.*",
    "/1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16/17, ingress, ingress",
  })
  void templateIds_segmentsThatLookLikeIds(String path, String name, String expected) {
    assertThat(read(new EnvoySettings(Semconv.BOTH, List.of(), true), path, name).name())
        .isEqualTo(expected);
  }

  @Test
  void templates_pathCut_notApplied() {
    String path = "/reviews/" + "1".repeat(256 - "/reviews/".length());
    EnvoySettings settings = new EnvoySettings(Semconv.BOTH, List.of("/reviews/{id}"), true);

    assertThat(read(settings, path, "ingress").name()).isEqualTo("ingress");
  }

  @Test
  void templates_legacy_nameAlone() {
    EnvoySettings settings = new EnvoySettings(Semconv.LEGACY, List.of("/reviews/{id}"), false);

    Span read = read(settings, "/reviews/1", "ingress");

    assertThat(read.name()).isEqualTo("GET /reviews/{id}");
    assertThat(read.attributes().contains("http.route")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "reviews", "/a/{", "/a/{}", "/a/x{id}", "/a/{i}d}", "/*/a", "/a/b*"})
  void settings_badTemplate_refused(String template) {
    assertThatThrownBy(() -> new EnvoySettings(Semconv.BOTH, List.of("/a", template), false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("pathTemplates[1]: " + template + " (expected: ");
  }

  @Test
  void settings_tooManyTemplates_refused() {
    List<String> many = Collections.nCopies(257, "/a");

    assertThatThrownBy(() -> new EnvoySettings(Semconv.BOTH, many, false))
        .hasMessage("pathTemplates: 257 (expected: at most 256)");
  }

  private static Span read(EnvoySettings settings, String path, String name) {
    Span said =
        Proxies.asking("http.method", "GET", "http.url", "http://reviews:9080" + path).toBuilder()
            .name(name)
            .build();
    return Proxies.read(settings, EnvoyMeaning.RULES, said);
  }
}
