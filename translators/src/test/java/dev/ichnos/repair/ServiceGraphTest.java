package dev.ichnos.repair;

import static dev.ichnos.model.SpanKind.CLIENT;
import static dev.ichnos.model.SpanKind.INTERNAL;
import static dev.ichnos.model.SpanKind.SERVER;
import static dev.ichnos.repair.Calls.byId;
import static dev.ichnos.repair.Calls.counted;
import static dev.ichnos.repair.Calls.counts;
import static dev.ichnos.repair.Calls.proxy;
import static dev.ichnos.repair.Calls.repair;
import static dev.ichnos.repair.Calls.span;
import static dev.ichnos.repair.Calls.tempoEdges;
import static dev.ichnos.repair.Calls.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.ichnos.model.Span;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** By Tempo's rule: a SERVER span's direct parent is the CLIENT span of its edge. */
class ServiceGraphTest {
  private static final RepairSettings OTLP = RepairSettings.defaults().withLeaves(true);
  private static final String CLUSTER = "upstream_cluster";

  private static final Span LOADGEN = span(1, 0, CLIENT, "loadgen", "10.1.0.1", 0, 100);
  private static final Span GATEWAY =
      proxy("router", 2, 1, CLIENT, "istio-ingressgateway", "10.0.0.9", 5, 95);

  /** Sidecars alone report; applications forward B3. */
  private static final Span[] BOOKINFO = {
    LOADGEN,
    GATEWAY,
    proxy("sidecar", 3, 2, SERVER, "productpage", "10.0.0.1", 10, 90),
    proxy("sidecar", 4, 3, CLIENT, "productpage", "10.0.0.1", 15, 25),
    proxy("sidecar", 5, 4, SERVER, "details", "10.0.0.2", 17, 23),
    proxy("sidecar", 6, 3, CLIENT, "productpage", "10.0.0.1", 30, 80),
    proxy("sidecar", 7, 6, SERVER, "reviews", "10.0.0.3", 32, 78),
    proxy("sidecar", 8, 7, CLIENT, "reviews", "10.0.0.3", 40, 60),
    proxy("sidecar", 9, 8, SERVER, "ratings", "10.0.0.4", 42, 58),
  };

  /** Both ends of a call have an SDK and a sidecar. */
  private static final Span[] FULL = {
    span(1, 0, SERVER, "a", "10.0.0.1", 0, 100),
    span(2, 1, CLIENT, "a", "10.0.0.1", 10, 90),
    proxy("sidecar", 3, 2, CLIENT, "a", "10.0.0.1", 15, 85),
    proxy("sidecar", 4, 3, SERVER, "b", "10.0.0.2", 20, 80),
    span(5, 4, SERVER, "b", "10.0.0.2", 25, 75),
  };

  @Test
  void gatewayServerLeaf_bookinfoThroughAGateway_everyEdgeOnce() {
    List<Span> trace = repair(OTLP, BOOKINFO);

    assertThat(tempoEdges(trace))
        .containsExactly(
            "istio-ingressgateway > productpage",
            "loadgen > istio-ingressgateway",
            "productpage > details",
            "productpage > reviews",
            "reviews > ratings");
    assertThat(trace).hasSize(BOOKINFO.length + 1).containsAll(Arrays.asList(BOOKINFO));
    assertThat(counts(OTLP, BOOKINFO)).containsExactly(entry("+gateway_server_leaf", 1));
  }

  @Test
  void gatewayServerLeaf_leaf_standsBesideTheGatewaysSpan() {
    List<Span> trace = new ArrayList<>(repair(OTLP, BOOKINFO));
    trace.removeAll(Arrays.asList(BOOKINFO));

    Span leaf = trace.get(0);
    assertThat(leaf.parentSpanId()).isEqualTo(LOADGEN.spanId());
    assertThat(leaf.kind()).isEqualTo(SERVER);
    assertThat(leaf.resource()).isSameAs(GATEWAY.resource());
    assertThat(leaf.startEpochNanos()).isEqualTo(GATEWAY.startEpochNanos());
    assertThat(leaf.endEpochNanos()).isEqualTo(GATEWAY.endEpochNanos());
    assertThat(leaf.attributes().string("ichnos.created")).isEqualTo("gateway_server_leaf");
    assertThat(leaf.spanId()).as("pinned: backends hold it").isEqualTo(0xe5e39e91b808beaeL);
  }

  @Test
  void gatewayServerLeaf_noLeavesOrNoGateway_nothing() {
    Span sidecar = proxy("sidecar", 2, 1, CLIENT, "b", "10.0.0.9", 5, 95);

    assertThat(counts(OTLP.withLeaves(false), BOOKINFO)).isEmpty();
    assertThat(counts(OTLP, LOADGEN, sidecar)).isEmpty();
    assertThat(counts(OTLP, GATEWAY.toBuilder().parentSpanId(0).build())).isEmpty();
  }

  @Test
  void spawnedPair_gatewayWithTwoSpans_serverAboveClient() {
    Span outer = with(GATEWAY, CLUSTER, "outbound|9080||productpage");
    Span inner =
        with(
            proxy("router", 3, 2, CLIENT, "istio-ingressgateway", "10.0.0.9", 6, 94),
            CLUSTER,
            "outbound|9080||productpage");
    Span server = proxy("sidecar", 4, 3, SERVER, "productpage", "10.0.0.1", 10, 90);

    List<Span> trace = repair(OTLP, LOADGEN, outer, inner, server);

    assertThat(tempoEdges(trace))
        .containsExactly("istio-ingressgateway > productpage", "loadgen > istio-ingressgateway");
    assertThat(byId(trace, 2).kind()).isEqualTo(SERVER);
    assertThat(byId(trace, 2).attributes().string("ichnos.original_kind")).isEqualTo("CLIENT");
    assertThat(byId(trace, 3)).isSameAs(inner);
    assertThat(counts(OTLP, LOADGEN, outer, inner, server))
        .containsExactly(entry("spawned_pair", 1));
  }

  @Test
  void spawnedPair_byNameOnAWaypoint_internalBecomesClient() {
    Span outer = proxy("waypoint", 2, 1, CLIENT, "w", "10.0.0.9", 5, 95);
    Span inner =
        proxy("waypoint", 3, 2, INTERNAL, "w", "10.0.0.9", 6, 94).toBuilder()
            .name("router inbound-vip|80|http|b.default; egress")
            .build();

    List<Span> trace = repair(OTLP, LOADGEN, outer, inner);

    assertThat(byId(trace, 2).kind()).isEqualTo(SERVER);
    assertThat(byId(trace, 3).kind()).isEqualTo(CLIENT);
  }

  @Test
  void spawnedPair_noEvidence_kindsStay() {
    Span sidecarOuter = with(span(2, 1, CLIENT, "a", "10.0.0.1", 5, 95), CLUSTER, "x");
    Span sidecarInner = with(proxy("sidecar", 3, 2, CLIENT, "a", "10.0.0.1", 6, 94), CLUSTER, "x");
    Span throughItself = proxy("router", 4, 2, CLIENT, "istio-ingressgateway", "10.0.0.9", 6, 9);

    assertThat(counts(OTLP.withLeaves(false), LOADGEN, sidecarOuter, sidecarInner)).isEmpty();
    assertThat(counts(OTLP.withLeaves(false), LOADGEN, GATEWAY, throughItself)).isEmpty();
  }

  @Test
  void proxyPairs_both_everySpanCounts() {
    assertThat(counts(OTLP, FULL)).isEmpty();
    assertThat(tempoEdges(repair(OTLP, FULL))).containsExactly("a > b");
  }

  @Test
  void proxyPairs_appInternal_oneEdgeAndOneOfEach() {
    List<Span> trace = repair(OTLP.withProxyPairs(ProxyPairs.APP_INTERNAL), FULL);

    assertThat(tempoEdges(trace)).containsExactly("a > b");
    assertThat(counted(trace)).containsExactly("a CLIENT", "a SERVER", "b SERVER");
    assertThat(byId(trace, 2).kind()).isEqualTo(INTERNAL);
    assertThat(byId(trace, 5).kind()).isEqualTo(INTERNAL);
    assertThat(byId(trace, 5).attributes().string("ichnos.original_kind")).isEqualTo("SERVER");
    assertThat(counts(OTLP.withProxyPairs(ProxyPairs.APP_INTERNAL), FULL))
        .containsExactly(entry("proxy_pairs", 2));
  }

  @Test
  void proxyPairs_proxyInternalWhereEdgesFollowParents_edgeStaysAndOneOfEachCounts() {
    List<Span> trace = repair(OTLP.withProxyPairs(ProxyPairs.PROXY_INTERNAL), FULL);

    assertThat(tempoEdges(trace)).containsExactly("a > b");
    assertThat(counted(trace)).containsExactly("a CLIENT", "a SERVER", "b SERVER");
  }

  @Test
  void proxyPairs_proxyInternalOnACallThatLeavesTheMesh_applicationCounts() {
    List<Span> trace =
        repair(OTLP.withProxyPairs(ProxyPairs.PROXY_INTERNAL), FULL[0], FULL[1], FULL[2]);

    assertThat(byId(trace, 2).kind()).isEqualTo(CLIENT);
    assertThat(byId(trace, 3).kind()).isEqualTo(INTERNAL);
  }

  @Test
  void proxyPairs_proxyInternalElsewhere_applicationCountsEverywhere() {
    RepairSettings datadog = RepairSettings.defaults().withProxyPairs(ProxyPairs.PROXY_INTERNAL);

    List<Span> trace = repair(datadog, FULL);

    assertThat(byId(trace, 3).kind()).isEqualTo(INTERNAL);
    assertThat(byId(trace, 4).kind()).isEqualTo(INTERNAL);
    assertThat(byId(trace, 2)).isSameAs(FULL[1]);
    assertThat(byId(trace, 5)).isSameAs(FULL[4]);
  }

  @Test
  void proxyPairs_otherPod_isNoPair() {
    Span elsewhere = span(5, 4, SERVER, "b", "10.0.0.77", 25, 75);

    assertThat(counts(OTLP.withProxyPairs(ProxyPairs.APP_INTERNAL), FULL[3], elsewhere))
        .containsOnlyKeys("parent_missing");
  }
}
