package dev.ichnos.identity.envoy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.identity.rule.Changes;
import dev.ichnos.identity.rule.RuleId;
import dev.ichnos.model.Attributes;
import dev.ichnos.model.Resource;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanFixtures;
import dev.ichnos.model.SpanKind;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class EnvoyMeaningTest {
  private static final Span REQUEST =
      Proxies.span(
          SpanKind.CLIENT,
          "reviews.shop.svc.cluster.local:9080/reviews*",
          Proxies.tags(
              Proxies.SIDECAR,
              Proxies.OUTBOUND,
              "http.method",
              "GET",
              "http.url",
              "http://reviews:9080/reviews/0",
              "http.protocol",
              "HTTP/1.1",
              "http.status_code",
              "503",
              "user_agent",
              "-",
              "request_size",
              "0",
              "peer.address",
              "10.4.1.7",
              "upstream_address",
              "10.4.2.21:9080",
              "response_flags",
              "UF",
              "downstream_cluster",
              "-",
              "error",
              "true",
              "error.reason",
              "refused",
              "guid:x-request-id",
              "7c1e",
              "my.tag",
              "12"));

  /** Nothing in them is a proxy's word, whatever an application calls its own tags. */
  @ParameterizedTest
  @CsvSource({
    "component, okhttp",
    "component, PROXY",
    "node_id, 17",
    "node_id, sidecar~10.0.0.1~a",
    "node_id, desktop~10.0.0.1~a.b~c",
    "upstream_cluster, backend",
    "operation.name, servlet.request",
    "skywalking.component_id, 1",
  })
  void span_ofApplication_sameInstance(String key, String value) {
    Span span =
        Proxies.span(
            SpanKind.CLIENT,
            "/reviews/0",
            Attributes.builder()
                .put(key, value)
                .put("http.method", "GET")
                .put("http.status_code", "503")
                .put("http.url", "http://reviews/reviews/0")
                .put("error", "true")
                .build());

    assertThat(Proxies.read(span)).isSameAs(span);
  }

  @ParameterizedTest
  @CsvSource({
    "component, proxy",
    "node_id, sidecar~10.0.0.1~a.b~c",
    "upstream_cluster, inbound|80||",
    "upstream_cluster.name, PassthroughCluster",
    "operation.name, envoy.proxy",
  })
  void span_ofProxy_read(String key, String value) {
    Span span =
        Proxies.span(
            SpanKind.CLIENT,
            "x",
            Attributes.builder().put(key, value).put("http.method", "GET").build());

    assertThat(Proxies.read(span).attributes().string("http.request.method")).isEqualTo("GET");
  }

  @Test
  void span_ofProxyByResource_read() {
    Span span =
        Proxies.span(SpanKind.CLIENT, "x", Attributes.of("http.method", "GET")).toBuilder()
            .resource(Resource.of(Attributes.of("node_id", Proxies.ROUTER)))
            .build();

    assertThat(Proxies.read(span).attributes().string("http.request.method")).isEqualTo("GET");
  }

  @Test
  void both_everyTagStays() {
    Map<String, String> lines = Proxies.lines(Proxies.read(REQUEST));

    assertThat(lines.keySet()).containsAll(attributes(REQUEST).keySet());
  }

  @Test
  void stable_mappedTagsGo_othersStay() {
    Map<String, String> both = attributes(Proxies.read(REQUEST));
    Map<String, String> stable =
        attributes(Proxies.read(Proxies.in(Semconv.STABLE), EnvoyMeaning.RULES, REQUEST));

    assertThat(stable.keySet())
        .doesNotContain(
            "http.method",
            "http.url",
            "http.protocol",
            "http.status_code",
            "user_agent",
            "request_size",
            "response_flags",
            "downstream_cluster",
            "error",
            "error.reason")
        .contains(
            "component",
            "node_id",
            "upstream_cluster",
            "upstream_address",
            "peer.address", // of the caller: the conventions have no name for it here
            "guid:x-request-id",
            "my.tag");
    both.keySet().removeAll(attributes(REQUEST).keySet());
    both.keySet().forEach(key -> assertThat(stable).containsKey(key));
  }

  @Test
  void stable_whatHasNoMeaning_stays() {
    Span span =
        Proxies.answering(
            "http.status_code",
            "abc",
            "http.url",
            "nothing",
            "request_size",
            "much",
            "grpc.path",
            "/a",
            "grpc.status_code",
            "x",
            "response_flags",
            "UF");

    assertThat(
            attributes(Proxies.read(Proxies.in(Semconv.STABLE), EnvoyMeaning.RULES, span)).keySet())
        .contains("http.status_code", "http.url", "request_size", "grpc.path", "grpc.status_code");
  }

  @Test
  void legacy_noNewNames() {
    Span read = Proxies.read(Proxies.in(Semconv.LEGACY), EnvoyMeaning.RULES, REQUEST);

    Map<String, String> expected = attributes(REQUEST);
    expected.put("http.status_code", "503");
    expected.put("request_size", "0");
    expected.put("envoy.operation", '"' + REQUEST.name() + '"');
    assertThat(attributes(read)).isEqualTo(expected);
    assertThat(read.name()).isEqualTo("GET /reviews*");
    assertThat(read.status().message()).isEqualTo("refused");
    assertThat(read.scope()).isSameAs(REQUEST.scope());
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "ENVOY_KIND",
        "ENVOY_HTTP",
        "ENVOY_GRPC",
        "ENVOY_PEER",
        "ENVOY_STATUS",
        "ENVOY_NAME",
        "PATH_TEMPLATE"
      })
  void rule_aloneAndCounted(RuleId rule) {
    EnvoySettings settings = new EnvoySettings(Semconv.BOTH, List.of("/reviews/{id}"), false);
    Span span =
        REQUEST.toBuilder()
            .kind(SpanKind.SERVER)
            .attributes(REQUEST.attributes().toBuilder().put("grpc.status_code", "14").build())
            .build();
    Changes changes = new Changes();

    Span read =
        new EnvoyMeaning(settings, Set.of(rule)).begin(SpanFixtures.ORIGIN, changes).apply(span);

    assertThat(read).isNotEqualTo(span);
    EnvoyMeaning.RULES.forEach(
        id -> assertThat(changes.of(id)).as(id.label()).isEqualTo(id == rule ? 1 : 0));
  }

  @Test
  void rules_off_sameInstance() {
    assertThat(Proxies.read(EnvoySettings.defaults(), Set.of(), REQUEST)).isSameAs(REQUEST);
  }

  private static Map<String, String> attributes(Span span) {
    Map<String, String> lines = new TreeMap<>(Proxies.lines(span));
    lines.keySet().removeIf(key -> key.startsWith("("));
    return lines;
  }
}
