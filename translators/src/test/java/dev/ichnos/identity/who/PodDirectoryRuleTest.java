package dev.ichnos.identity.who;

import static dev.ichnos.identity.who.WhoFixture.SIDECAR;
import static dev.ichnos.identity.who.WhoFixture.on;
import static dev.ichnos.identity.who.WhoFixture.resource;
import static dev.ichnos.identity.who.WhoFixture.span;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.identity.Identity;
import dev.ichnos.model.Attributes;
import dev.ichnos.model.Resource;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanFixtures;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PodDirectoryRuleTest {
  private static final Pod DETAILS =
      FakePods.pod("default", "details-v1-79f774bdb9-4kvmx", "node-1");
  private static final Pod LATER = FakePods.pod("shop", "cart-5d6f7b8c9-x2kqz", "node-2");

  private final FakePods pods =
      new FakePods().add(DETAILS, "10.4.1.7").add(LATER, "10.4.1.7", SpanFixtures.START + 100);
  private final WhoFixture who = new WhoFixture();

  PodDirectoryRuleTest() {
    who.pods = pods;
  }

  @Test
  void sidecar_byItsName_withItsOwnContainer() {
    Attributes found = who.of(span("details.default", "node_id", SIDECAR)).attributes();

    assertThat(found.string("k8s.node.name")).isEqualTo("node-1");
    assertThat(found.string("host.name")).isEqualTo("node-1");
    assertThat(found.string("k8s.deployment.name")).isEqualTo("details-v1");
    assertThat(found.string("k8s.pod.uid")).isEqualTo("uid-of-details-v1-79f774bdb9-4kvmx");
    assertThat(found.string("k8s.container.name")).isEqualTo("istio-proxy");
    assertThat(found.string("container.id"))
        .isEqualTo("id-of-proxy-of-details-v1-79f774bdb9-4kvmx");
    assertThat(found.string("ichnos.resource_rules"))
        .isEqualTo("proxy_node,service_name,pod_directory");
    assertThat(pods.asked).containsExactly("default/details-v1-79f774bdb9-4kvmx");
    assertThat(who.counts).containsEntry("pod_directory", 1);
  }

  @Test
  void nextMessage_sharesTheResource_untilTheDirectorySaysOtherwise() {
    Identity identity = who.identity();
    Span span = span("details.default", "node_id", SIDECAR);
    Span again = span("details.default", "node_id", SIDECAR);
    Resource first = who.apply(identity, span).get(0).resource();

    assertThat(who.apply(identity, again).get(0).resource()).isSameAs(first);
    pods.add(FakePods.pod(DETAILS.namespace(), DETAILS.name(), "node-3"), "10.4.1.9");
    assertThat(who.apply(identity, again).get(0).resource().attributes().string("k8s.node.name"))
        .isEqualTo("node-3");
  }

  @Test
  void application_byItsAddress_withItsOnlyContainer() {
    Span span = span("details.default", "network.local.address", "10.4.1.7");
    Attributes found = who.of(span).attributes();

    assertThat(found.string("service.name")).isEqualTo("details");
    assertThat(found.string("service.namespace")).isEqualTo("default");
    assertThat(found.string("k8s.pod.name")).isEqualTo("details-v1-79f774bdb9-4kvmx");
    assertThat(found.string("k8s.container.name")).isEqualTo("app");
    assertThat(found.string("container.id")).isEqualTo("id-of-app-of-details-v1-79f774bdb9-4kvmx");
    assertThat(found.string("service.instance.id"))
        .isEqualTo("default.details-v1-79f774bdb9-4kvmx.app");
    Span once = who.apply(span).get(0);
    assertThat(who.apply(once).get(0)).isSameAs(once);
  }

  @Test
  void address_thatWasUsedAgain_isWhoseItWasWhenTheSpanBegan() {
    Span early = span("a", "network.local.address", "10.4.1.7");
    Span late = early.toBuilder().startEpochNanos(SpanFixtures.START + 100).build();

    List<Span> spans = who.apply(early, late, early);

    assertThat(spans.get(0).resource().attributes().string("host.name")).isEqualTo("node-1");
    assertThat(spans.get(1).resource().attributes().string("host.name")).isEqualTo("node-2");
    assertThat(spans.get(2).resource()).isSameAs(spans.get(0).resource());
  }

  @Test
  void address_ofAnotherPodThanTheSpanNames_isNoEvidence() {
    Span otherPod = on(resource("service.name", "a", "k8s.pod.name", "a-0"), LOCAL);
    Span otherNamespace = on(resource("service.name", "a", "k8s.namespace.name", "b"), LOCAL);

    assertThat(who.of(otherPod, "k8s.node.name")).isEmpty();
    assertThat(who.of(otherNamespace, "k8s.node.name")).isEmpty();
  }

  @Test
  void pod_thatTheDirectoryDoesNotKnow_notSoughtByAddress() {
    Span span = span("a", "node_id", "sidecar~10.4.1.7~gone-0.default~x", LOCAL[0], LOCAL[1]);

    assertThat(who.of(span, "k8s.node.name")).isEmpty();
    assertThat(pods.asked).containsExactly("default/gone-0");
  }

  @Test
  void whatTheSenderStates_stays() {
    Resource stated =
        resource(
            "service.name", "a",
            "k8s.node.name", "own",
            "host.name", "h",
            "container.id", "c",
            "k8s.container.name", "x");
    Attributes found = who.of(on(stated, LOCAL)).attributes();

    assertThat(found.string("k8s.node.name")).isEqualTo("own");
    assertThat(found.string("host.name")).isEqualTo("h");
    assertThat(found.string("container.id")).isEqualTo("c");
    assertThat(found.string("k8s.container.name")).isEqualTo("x");
  }

  @Test
  void severalApplications_noneIsTaken() {
    Pod two =
        new Pod("ns", "two-0", Attributes.of("k8s.node.name", "n"), Map.of("a", "1", "b", "2"));
    pods.add(two, "10.4.9.9");
    Attributes found = who.of(span("a", "network.local.address", "10.4.9.9")).attributes();

    assertThat(found.string("host.name")).isEqualTo("n");
    assertThat(found.contains("container.id")).isFalse();
    assertThat(found.contains("service.instance.id")).isFalse();
  }

  @Test
  void containerThatTheSenderNames_isTheOne() {
    Span span = on(resource("service.name", "a", "k8s.container.name", "istio-proxy"), LOCAL);

    assertThat(who.of(span, "container.id"))
        .isEqualTo("id-of-proxy-of-details-v1-79f774bdb9-4kvmx");
  }

  @ParameterizedTest
  @ValueSource(strings = {"details", "details-v1", "details.default"})
  void sender_ofSpansOfItsOwnService_isTheirPod(String service) {
    who.peer("10.4.1.7");

    assertThat(who.of(span(service), "k8s.node.name")).isEqualTo("node-1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "unknown_service:java", "reviews", "det", "details-v1-b"})
  void sender_ofSpansOfWhoKnowsWhom_isNotTheirPod(String service) {
    who.peer("10.4.1.7");

    assertThat(who.of(span(service), "k8s.node.name")).isEmpty();
  }

  @Test
  void sender_hasTheHostsNameOfTheSpans_isTheirPod() {
    who.peer("10.4.1.7");
    Span own = on(resource("host.name", "details-v1-79f774bdb9-4kvmx"));
    Span relayed = on(resource("service.name", "details", "host.name", "details-v1-x"));

    assertThat(who.of(own, "k8s.node.name")).isEqualTo("node-1");
    assertThat(who.of(own, "service.name")).isEqualTo("details-v1");
    assertThat(who.of(relayed, "k8s.node.name")).isEmpty();
  }

  @Test
  void sender_ofWhatAProxyReports_isNotAsked() {
    who.peer("10.4.1.7");
    Span proxys = span("details.default", "node_id", "sidecar~127.0.0.1~.default~x");
    Span elsewhere = span("details", "network.local.address", "10.7.7.7");

    assertThat(who.of(proxys, "k8s.node.name")).isEmpty();
    assertThat(who.of(elsewhere, "k8s.node.name")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.6", "127.0.0.1", "::1", "169.254.1.1", ""})
  void sender_behindASidecarOfOurs_isNotAsked(String peer) {
    pods.add(DETAILS, peer);
    who.peer(peer);

    assertThat(who.of(span("details"), "k8s.node.name")).isEmpty();
    assertThat(pods.asked).isEmpty();
  }

  @Test
  void sender_behindASidecarOfOurs_isWhomItForwardsFor() {
    who.peer("127.0.0.6", "x-forwarded-for", "1.2.3.4, 10.4.1.7");
    assertThat(who.of(span("details"), "k8s.node.name")).isEqualTo("node-1");

    who.peer(
        "127.0.0.6",
        "x-forwarded-for",
        "10.4.1.7",
        "x-forwarded-client-cert",
        "By=spiffe://c/ns/tracing/sa/i;Hash=1;URI=spiffe://c/ns/other/sa/relay");
    assertThat(who.of(span("details"), "k8s.node.name")).isEmpty();
  }

  private static final String[] LOCAL = {"network.local.address", "10.4.1.7"};
}
