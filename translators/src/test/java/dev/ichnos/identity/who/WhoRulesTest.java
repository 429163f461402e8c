package dev.ichnos.identity.who;

import static dev.ichnos.identity.who.WhoFixture.SIDECAR;
import static dev.ichnos.identity.who.WhoFixture.WAYPOINT;
import static dev.ichnos.identity.who.WhoFixture.attributes;
import static dev.ichnos.identity.who.WhoFixture.on;
import static dev.ichnos.identity.who.WhoFixture.resource;
import static dev.ichnos.identity.who.WhoFixture.span;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.ichnos.identity.rule.RuleId;
import dev.ichnos.model.Attributes;
import dev.ichnos.model.Resource;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanKind;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WhoRulesTest {
  private final WhoFixture who = new WhoFixture();

  @Test
  void sidecar_allThatItsTagsSay() {
    Span span =
        who.apply(
                span(
                    "details.default",
                    "node_id",
                    SIDECAR,
                    "zone",
                    "europe-west1-b",
                    "istio.canonical_service",
                    "details",
                    "istio.canonical_revision",
                    "v1",
                    "istio.namespace",
                    "default",
                    "istio.mesh_id",
                    "mesh-1",
                    "istio.cluster_id",
                    "prod"))
            .get(0);

    assertThat(span.resource().attributes())
        .isEqualTo(
            attributes(
                "service.name", "details",
                "istio.proxy.type", "sidecar",
                "k8s.namespace.name", "default",
                "k8s.pod.name", "details-v1-79f774bdb9-4kvmx",
                "k8s.pod.ip", "10.4.1.7",
                "k8s.container.name", "istio-proxy",
                "service.instance.id", "default.details-v1-79f774bdb9-4kvmx.istio-proxy",
                "cloud.availability_zone", "europe-west1-b",
                "service.version", "v1",
                "istio.mesh.id", "mesh-1",
                "k8s.cluster.name", "prod",
                "ichnos.original_service_name", "details.default",
                "service.namespace", "default",
                "ichnos.resource_rules", "proxy_node,istio_tags,service_name"));
    assertThat(span.attributes().size()).isEqualTo(7);
    assertThat(who.counts)
        .containsExactly(entry("proxy_node", 1), entry("istio_tags", 1), entry("service_name", 1));
    who.counts.clear();
    assertThat(who.apply(span).get(0)).isSameAs(span);
    assertThat(who.counts).isEmpty();
  }

  @Test
  void spansOfOneProxy_shareOneResource() {
    Resource from = WhoFixture.resource("service.name", "details.default");
    Span one = on(from, "node_id", SIDECAR, "upstream_cluster", "inbound|9080||");
    Span other = on(from, "node_id", SIDECAR, "upstream_cluster", "outbound|80||a.b.svc.c");
    Span another = on(from, "node_id", SIDECAR.replace("4kvmx", "9stvs"));

    List<Span> spans = who.apply(one, another, other);

    assertThat(spans.get(2).resource()).isSameAs(spans.get(0).resource());
    assertThat(spans.get(1).resource()).isNotEqualTo(spans.get(0).resource());
    assertThat(who.counts).containsEntry("proxy_node", 3);
  }

  @Test
  void spans_whoeverElseIsInTheirMessage_comeToTheSame() {
    who.pods =
        new FakePods()
            .add(FakePods.pod("default", "details-v1-79f774bdb9-4kvmx", "node-1"), "10.4.1.7");
    Span[] spans = {
      span("details.default", "node_id", SIDECAR),
      span("reviews", "network.local.address", "10.4.1.7"),
      span("reviews", "istio.namespace", "default"),
      span(""),
      span("waypoint.default", "node_id", WAYPOINT),
    };

    List<Span> together = who.apply(spans);

    for (int i = 0; i < spans.length; i++) {
      assertThat(who.apply(spans[i]).get(0)).isEqualTo(together.get(i));
    }
  }

  @Test
  void whatTheSenderStates_stays() {
    Resource stated =
        resource(
            "service.name", "cart",
            "service.namespace", "shop",
            "service.version", "2.0",
            "service.instance.id", "i-1",
            "k8s.namespace.name", "ns",
            "k8s.pod.name", "pod",
            "k8s.pod.ip", "10.9.9.9",
            "k8s.container.name", "main",
            "k8s.cluster.name", "mine",
            "istio.proxy.type", "x",
            "istio.mesh.id", "m",
            "cloud.availability_zone", "z");
    Span span =
        on(
            stated,
            "node_id",
            SIDECAR,
            "zone",
            "other",
            "istio.canonical_revision",
            "v1",
            "istio.mesh_id",
            "mesh-1",
            "istio.cluster_id",
            "prod");

    assertThat(who.apply(span).get(0)).isSameAs(span);
  }

  @Test
  void whatTheSenderStatesEmpty_isFilled() {
    Span span = on(resource("service.name", "cart", "k8s.pod.name", ""), "node_id", SIDECAR);

    assertThat(who.of(span, "k8s.pod.name")).isEqualTo("details-v1-79f774bdb9-4kvmx");
  }

  @Test
  void istiosWordsForNothing_areNothing() {
    Span span =
        span(
            "cart",
            "istio.canonical_service",
            "unknown",
            "istio.mesh_id",
            "unknown",
            "istio.cluster_id",
            "unknown",
            "istio.namespace",
            "-");

    assertThat(who.apply(span).get(0)).isSameAs(span);
  }

  @Test
  void latest_onlyWhereNothingElseIsKnown() {
    Span span = span("details.default", "node_id", SIDECAR, "istio.canonical_revision", "latest");
    assertThat(who.of(span, "service.version")).isEqualTo("latest");

    Pod pod = FakePods.pod("default", "details-v1-79f774bdb9-4kvmx", "node-1");
    Attributes versioned = pod.attributes().toBuilder().put("service.version", "1.17").build();
    who.pods =
        new FakePods()
            .add(new Pod("default", pod.name(), versioned, pod.containerIds()), "10.4.1.7");
    assertThat(who.of(span, "service.version")).isEqualTo("1.17");
  }

  /** istio.cluster_id | stated | configured | k8s.cluster.name. */
  @ParameterizedTest
  @CsvSource({
    "prod,, , prod",
    "prod,, mine, prod",
    "Kubernetes,, mine, mine",
    "Kubernetes,, ,",
    ",, mine, mine",
    "prod, stated, mine, stated",
    "prod, Kubernetes, mine, mine",
    "prod, Kubernetes, , Kubernetes",
    "prod, Kubernetes, Kubernetes, Kubernetes",
  })
  void clusterName_placeholderGivesWay(
      String tagged, String stated, String configured, String name) {
    who.clusterName = configured == null ? "" : configured;
    Resource resource =
        stated == null
            ? resource("service.name", "cart")
            : resource("service.name", "cart", "k8s.cluster.name", stated);
    Span span = tagged == null ? on(resource) : on(resource, "istio.cluster_id", tagged);

    Span once = who.apply(span).get(0);

    assertThat(once.resource().attributes().string("k8s.cluster.name"))
        .isEqualTo(name == null ? "" : name);
    assertThat(who.apply(once).get(0)).isSameAs(once);
  }

  @Test
  void nodeId_onTheResource_fromStreamTraces() {
    Span span = on(resource("node_id", SIDECAR, "service.name", "details.default"));

    assertThat(who.of(span, "k8s.pod.name")).isEqualTo("details-v1-79f774bdb9-4kvmx");
    assertThat(who.of(span, "service.name")).isEqualTo("details");
  }

  @Test
  void nodeId_asInstance_fromSkyWalking() {
    Span span = on(resource("service.name", "details.default", "service.instance.id", SIDECAR));

    assertThat(who.of(span, "k8s.pod.name")).isEqualTo("details-v1-79f774bdb9-4kvmx");
    assertThat(who.of(span, "service.instance.id")).isEqualTo(SIDECAR);
  }

  @ParameterizedTest
  @CsvSource({
    "router~10.4.0.3~istio-ingressgateway-6f7b5d8c9-2xk4q.istio-system~x, router, istio-proxy",
    "agentgateway~10.4.0.4~agents-6f7b5d8c9-2xk4q.istio-system~x, agentgateway, ''",
  })
  void gateways_areTheirOwnPods(String nodeId, String type, String container) {
    Span span = span("istio-proxy.istio-system", "node_id", nodeId);

    assertThat(who.of(span, "istio.proxy.type")).isEqualTo(type);
    assertThat(who.of(span, "k8s.container.name")).isEqualTo(container);
    assertThat(who.of(span, "k8s.namespace.name")).isEqualTo("istio-system");
    assertThat(who.of(span, "service.name")).doesNotContain("proxy").doesNotContain("2xk4q");
  }

  @Test
  void machineOutsideTheCluster_hasNoPod() {
    Span span = span("vm.shop", "node_id", "sidecar~192.168.7.1~.shop~shop.svc.cluster.local");

    assertThat(who.of(span).attributes().contains("k8s.pod.name")).isFalse();
    assertThat(who.of(span).attributes().contains("k8s.pod.ip")).isFalse();
    assertThat(who.of(span, "istio.proxy.type")).isEqualTo("sidecar");
    assertThat(who.of(span, "service.name")).isEqualTo("vm");
  }

  @Test
  void waypoint_isTheServiceThatItStandsFor() {
    FakePods pods = new FakePods();
    pods.add(FakePods.pod("default", "waypoint-6c8f9d7b54-qx7tz", "node-1"), "10.4.2.9");
    who.pods = pods;
    Span span =
        span(
            "waypoint.default",
            "node_id",
            WAYPOINT,
            "network.local.address",
            "10.4.2.9",
            "zone",
            "z",
            "istio.canonical_service",
            "waypoint",
            "istio.canonical_revision",
            "latest",
            "istio.namespace",
            "default",
            "istio.cluster_id",
            "prod",
            "istio.destination_canonical_service",
            "reviews",
            "istio.destination_canonical_revision",
            "v3",
            "istio.destination_namespace",
            "shop",
            "istio.source_canonical_service",
            "productpage");

    assertThat(who.of(span).attributes())
        .isEqualTo(
            attributes(
                "service.name", "reviews",
                "istio.proxy.type", "waypoint",
                "istio.proxy.pod", "waypoint-6c8f9d7b54-qx7tz",
                "istio.proxy.namespace", "default",
                "istio.proxy.ip", "10.4.2.9",
                "service.version", "v3",
                "k8s.cluster.name", "prod",
                "ichnos.original_service_name", "waypoint.default",
                "service.namespace", "shop",
                "k8s.namespace.name", "shop",
                "ichnos.resource_rules", "proxy_node,istio_tags,service_name"));
    assertThat(pods.asked).isEmpty();
    Span once = who.apply(span).get(0);
    assertThat(who.apply(once).get(0)).isSameAs(once);
  }

  @ParameterizedTest
  @CsvSource({
    "inbound-vip|9080|http/v1|reviews.shop.svc.cluster.local;, reviews, shop",
    "inbound-vip|443|http|example.org, waypoint, default",
    "inbound-vip|9080|http|, waypoint, default",
    "nonsense, waypoint, default",
  })
  void waypoint_withoutTags_servesWhereItsRequestGoes(
      String cluster, String name, String namespace) {
    Span span = span("waypoint.default", "node_id", WAYPOINT, "upstream_cluster", cluster);

    assertThat(who.of(span, "service.name")).isEqualTo(name);
    assertThat(who.of(span, "service.namespace")).isEqualTo(namespace);
    assertThat(who.of(span).attributes().contains("k8s.pod.name")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"CLIENT, productpage, a", "SERVER, reviews, b"})
  void ztunnel_standsForItsSideOfTheCall(SpanKind kind, String name, String namespace) {
    Span span =
        span(
                "ztunnel.istio-system",
                "node_id",
                "ztunnel~10.4.0.1~ztunnel-9stvs.istio-system~istio-system.svc.cluster.local",
                "istio.source_canonical_service",
                "productpage",
                "istio.source_namespace",
                "a",
                "istio.destination_canonical_service",
                "reviews",
                "istio.destination_namespace",
                "b")
            .toBuilder()
            .kind(kind)
            .build();

    assertThat(who.of(span, "service.name")).isEqualTo(name);
    assertThat(who.of(span, "service.namespace")).isEqualTo(namespace);
  }

  @ParameterizedTest
  @ValueSource(strings = {"proxy_node", "istio_tags", "service_name", "pod_directory"})
  void ruleOff_addsNothingOfItsOwn(String label) {
    who.pods =
        new FakePods()
            .add(FakePods.pod("default", "details-v1-79f774bdb9-4kvmx", "node-1"), "10.4.1.7");
    RuleId off =
        WhoFixture.RULES.stream().filter(rule -> rule.label().equals(label)).findFirst().get();
    Set<RuleId> on = new java.util.HashSet<>(WhoFixture.RULES);
    on.remove(off);
    who.rules = on;

    who.apply(
        span("details.default", "node_id", SIDECAR, "istio.mesh_id", "m", "zone", "z"),
        span("waypoint.default", "node_id", WAYPOINT));

    assertThat(who.counts).doesNotContainKey(label).isNotEmpty();
  }

  @Test
  void allRulesOff_noSpanIsTouched() {
    who.rules = Set.of();
    Span span = span("details.default", "node_id", SIDECAR);

    assertThat(who.apply(span).get(0)).isSameAs(span);
  }

  @Test
  void everyOtherSpan_ofManyProducers_isRightThoughForgotten() {
    Span[] spans = new Span[2000];
    for (int i = 0; i < spans.length; i++) {
      spans[i] = span("s.n" + i % 700, "istio.namespace", "n" + i % 700);
    }

    List<Span> after = who.apply(spans);

    for (int i = 0; i < spans.length; i++) {
      assertThat(after.get(i).resource().attributes().string("service.namespace"))
          .isEqualTo("n" + i % 700);
    }
  }
}
