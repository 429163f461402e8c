package dev.ichnos.identity.who;

import static dev.ichnos.identity.who.WhoFixture.SIDECAR;
import static dev.ichnos.identity.who.WhoFixture.on;
import static dev.ichnos.identity.who.WhoFixture.resource;
import static dev.ichnos.identity.who.WhoFixture.span;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.ichnos.identity.rule.RuleId;
import dev.ichnos.model.Span;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceNameRuleTest {
  private final WhoFixture who = new WhoFixture();

  /** What came | what else is known | name | namespace. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          details.default       | node_id                        | details         | default
          details.default       | istio.namespace=default        | details         | default
          details.default       | certificate                    | details         | default
          my.own.default        | istio.namespace=default        | my.own          | default
          details               | istio.namespace=default        | details         | default
          details.other         | istio.namespace=default        | details.other   | default
          default               | istio.namespace=default        | default         | default
          .default              | istio.namespace=default        | .default        | default
          details.default       | nothing                        | details.default | ''
          ''                    | istio.canonical_service=shop   | shop            | ''
          unknown               | istio.canonical_service=shop   | shop            | ''
          unknown.default       | node_id                        | details-v1      | default
          unknown_service:java  | node_id                        | details-v1      | default
          istio-proxy.default   | node_id                        | details-v1      | default
          OTLPResourceNoServiceName | node_id                    | details-v1      | default
          otlpresourcenoservicename | istio.canonical_service=shop | shop          | ''
          unnamed-service       | cluster                        | ratings         | ''
          ''                    | istio.canonical_service=unknown | unknown_service | ''
          ''                    | nothing                        | unknown_service | ''
          NOATTRIBUTES          | nothing                        | unknown_service | ''
          unknown_service:java  | nothing                        | unknown_service:java | ''
          istio-proxy.default   | istio.namespace=default        | istio-proxy     | default
          """)
  void name_fromEvidence(String came, String evidence, String name, String namespace) {
    String[] attributes =
        switch (evidence) {
          case "node_id" -> new String[] {"node_id", SIDECAR};
          case "cluster" ->
              new String[] {"upstream_cluster", "inbound|9080|http|ratings.shop.svc.cluster.local"};
          case "certificate" ->
              new String[] {
                "x-forwarded-client-cert",
                "By=spiffe://cluster.local/ns/default/sa/d;Hash=a;URI=spiffe://cluster.local/ns/x/sa/y"
              };
          case "nothing" -> new String[0];
          default -> evidence.split("=");
        };

    Span span = who.apply(span(came, attributes)).get(0);

    assertThat(span.resource().attributes().string("service.name")).isEqualTo(name);
    assertThat(span.resource().attributes().string("service.namespace")).isEqualTo(namespace);
    assertThat(span.resource().attributes().contains("ichnos.original_service_name"))
        .isEqualTo(!name.equals(came));
    assertThat(span.resource().attributes().string("ichnos.original_service_name"))
        .isEqualTo(name.equals(came) ? "" : came);
    assertThat(who.apply(span).get(0)).isSameAs(span);
  }

  @Test
  void name_namespaceTwice_takenOffOnce() {
    Span once = who.apply(span("a.default.default", "node_id", SIDECAR)).get(0);

    assertThat(once.resource().attributes().string("service.name")).isEqualTo("a.default");
    assertThat(who.apply(once).get(0)).isSameAs(once);
  }

  @Test
  void name_ofAnApplication_splitByItsOwnNamespace() {
    assertThat(
            who.of(
                on(resource("service.name", "details.default", "k8s.namespace.name", "default")),
                "service.name"))
        .isEqualTo("details");
    assertThat(who.counts).containsExactly(entry("service_name", 1));
  }

  @Test
  void name_ofAnApplicationWithoutOne_itsWorkloads() {
    assertThat(who.of(on(resource("k8s.deployment.name", "cart")), "service.name"))
        .isEqualTo("cart");
    assertThat(
            who.of(
                on(resource("service.name", "unknown_service", "k8s.pod.name", "kafka-0")),
                "service.name"))
        .isEqualTo("kafka");
  }

  @Test
  void namespace_thatTheSenderStates_stays() {
    Span span =
        on(
            resource("service.name", "details.default", "service.namespace", "shop"),
            "node_id",
            SIDECAR);

    assertThat(who.of(span, "service.namespace")).isEqualTo("shop");
    assertThat(who.of(span, "service.name")).isEqualTo("details");
  }

  @Test
  void name_onTheSpanItself_bothStay() {
    Span span = span("details.default", "service.name", "db.default", "node_id", SIDECAR);

    assertThat(who.of(span, "service.name")).isEqualTo("details.default");
    assertThat(who.apply(span).get(0).attributes()).isSameAs(span.attributes());
  }

  @ParameterizedTest
  @ValueSource(strings = {"details.default", "", "istio-proxy.default"})
  void name_ruleOff_stays(String came) {
    who.rules = Set.of(RuleId.PROXY_NODE, RuleId.ISTIO_TAGS, RuleId.POD_DIRECTORY);

    assertThat(who.of(span(came, "node_id", SIDECAR), "service.name")).isEqualTo(came);
  }

  @Test
  void certificate_ofTheCallingSide_isNotItsOwn() {
    Span client =
        span(
                "details.default",
                "x-forwarded-client-cert",
                "By=spiffe://cluster.local/ns/default/sa/d;URI=spiffe://c/ns/x/sa/y")
            .toBuilder()
            .kind(dev.ichnos.model.SpanKind.CLIENT)
            .build();

    assertThat(who.apply(client).get(0)).isSameAs(client);
  }
}
