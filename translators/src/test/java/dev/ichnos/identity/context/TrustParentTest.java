package dev.ichnos.identity.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.ichnos.model.Attributes;
import dev.ichnos.model.Link;
import dev.ichnos.model.Resource;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanFixtures;
import dev.ichnos.model.SpanKind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrustParentTest {
  private static final String NODE =
      "router~10.4.2.3~istio-ingressgateway-6b8d-x2.istio-system~istio-system.svc.cluster.local";
  private static final Span GATEWAY =
      SpanFixtures.CLIENT.toBuilder()
          .parentSpanId(0x77)
          .attributes(
              Attributes.builder()
                  .put("component", "proxy")
                  .put("node_id", NODE)
                  .put("guid:x-request-id", "7c1e5a34-90b2-4f6d-8a11-5d3c0e9b7f20")
                  .build())
          .resource(
              Resource.of(
                  Attributes.builder()
                      .put("service.name", "istio-ingressgateway")
                      .put("service.namespace", "istio-system")
                      .build()))
          .build();

  private final ContextRun run = ContextRun.untrusted("istio-ingressgateway.istio-system");

  @Test
  void apply_gateway_parentBecomesLink() {
    Span root = run.only(GATEWAY);

    assertThat(root)
        .isEqualTo(
            ContextRun.with(GATEWAY, "ichnos.original_parent_span_id", "0000000000000077")
                .toBuilder()
                .parentSpanId(0)
                .links(
                    List.of(
                        new Link(
                            GATEWAY.traceIdHigh(),
                            GATEWAY.traceIdLow(),
                            0x77,
                            "",
                            0x300,
                            Attributes.of("ichnos.link_reason", "untrusted_parent"),
                            0)))
                .build());
    assertThat(run.counts).containsExactly(entry("trust_parent", 1));
    assertThat(run.only(root)).isSameAs(root);
  }

  @ParameterizedTest
  @CsvSource({
    "*, true",
    "istio-ingressgateway, true",
    "istio-ingressgateway.istio-system, true",
    "istio-ingressgateway.shop, false",
    "istio-egressgateway, false",
    "istio-ingressgateway.istio, false",
    "ingressgateway, false"
  })
  void apply_names(String gateway, boolean untrusted) {
    ContextRun named = ContextRun.untrusted(gateway);

    assertThat(named.only(GATEWAY).parentSpanId() == 0).isEqualTo(untrusted);
    // As it came, where the rule that divides the name is off.
    Span undivided =
        GATEWAY.toBuilder()
            .resource(SpanFixtures.service("istio-ingressgateway.istio-system"))
            .build();
    assertThat(named.only(undivided).parentSpanId() == 0).isEqualTo(untrusted);
  }

  @ParameterizedTest
  @ValueSource(strings = {"sidecar", "waypoint", "ztunnel"})
  void apply_noGateway_untouched(String type) {
    Span span = ContextRun.with(GATEWAY, "node_id", NODE.replace("router", type));

    assertThat(ContextRun.untrusted("*").only(span)).isSameAs(span);
  }

  @Test
  void apply_otherGateway_isOne() {
    Span span = ContextRun.with(GATEWAY, "node_id", NODE.replace("router", "agentgateway"));

    assertThat(run.only(span).parentSpanId()).isZero();
  }

  @Test
  void apply_noNode_untouched() {
    Span span =
        GATEWAY.toBuilder().attributes(Attributes.of("guid:x-request-id", "7c1e5a34")).build();

    assertThat(ContextRun.untrusted("*").only(span)).isSameAs(span);
  }

  @Test
  void apply_sharedHalf_parentOfTheWireStays() {
    Span shared = GATEWAY.toBuilder().kind(SpanKind.SERVER).shared(true).build();

    Span root = run.only(shared);

    assertThat(root.parentSpanId()).isZero();
    assertThat(root.links().get(0).spanId()).isEqualTo(GATEWAY.spanId());
    assertThat(root.attributes().string("ichnos.original_parent_span_id"))
        .isEqualTo("0000000000000077");
  }

  @Test
  void apply_nodeOnResource_found() {
    Span span =
        GATEWAY.toBuilder()
            .attributes(Attributes.of("downstream_cluster", "-"))
            .resource(Resource.of(Attributes.of("node_id", NODE)))
            .build();

    assertThat(ContextRun.untrusted("*").only(span).parentSpanId()).isZero();
  }

  @Test
  void apply_spawnedUpstreamSpan_keepsItsParent() {
    Span upstream =
        GATEWAY.toBuilder()
            .name("router outbound|9080||productpage.shop.svc.cluster.local egress")
            .attributes(
                Attributes.builder()
                    .put("component", "proxy")
                    .put("node_id", NODE)
                    .put("upstream_cluster", "outbound|9080||productpage.shop.svc.cluster.local")
                    .put("http.status_code", "200")
                    .put("peer.address", "10.4.0.12:9080")
                    .build())
            .build();

    assertThat(run.only(upstream)).isSameAs(upstream);
    Span renamed = upstream.toBuilder().name("GET").build();
    assertThat(run.only(renamed)).isSameAs(renamed);
    Span withHeaders = ContextRun.with(upstream, "guid:x-request-id", "7c1e5a34");
    assertThat(run.only(withHeaders)).isSameAs(withHeaders);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "guid:x-request-id",
        "downstream_cluster",
        "http.url",
        "url.full",
        "user_agent",
        "user_agent.original"
      })
  void apply_whatOnlyTheFirstSpanHas(String key) {
    Span span =
        GATEWAY.toBuilder()
            .attributes(Attributes.builder().put("node_id", NODE).put(key, "x").build())
            .build();

    assertThat(run.only(span).parentSpanId()).isZero();
  }

  @Test
  void apply_serverKind_isTheFirstSpan() {
    Span span =
        GATEWAY.toBuilder()
            .kind(SpanKind.SERVER)
            .attributes(Attributes.of("node_id", NODE))
            .build();

    assertThat(run.only(span).parentSpanId()).isZero();
  }

  @Test
  void apply_root_untouched() {
    Span root = GATEWAY.toBuilder().parentSpanId(0).build();

    assertThat(run.only(root)).isSameAs(root);
  }

  @Test
  void apply_none_trusted() {
    assertThat(ContextRun.annotate(ContextRun.ZIPKIN).only(GATEWAY)).isSameAs(GATEWAY);
  }

  @Test
  void apply_withRewriting_linkLeadsToTheTraceOfTheParent() {
    ContextRun both =
        ContextRun.of(
            new ContextSettings(
                ContextSettings.Mode.REWRITE_HEADER, ContextRun.CLOUD, java.util.Set.of("*")),
            ContextRun.ZIPKIN);

    Span root =
        both.only(
            ContextRun.with(GATEWAY, ContextRun.CLOUD, "105445aa7843bc8bf206b12000100000/171"));

    assertThat(root.traceIdLow()).isEqualTo(0xf206b12000100000L);
    assertThat(root.links().get(0).traceIdLow()).isEqualTo(GATEWAY.traceIdLow());
    assertThat(both.only(root)).isSameAs(root);
  }

  @Test
  void apply_withAnnotate_noSecondLinkToTheParent() {
    ContextRun both =
        ContextRun.of(
            new ContextSettings(
                ContextSettings.Mode.ANNOTATE, ContextRun.CLOUD, java.util.Set.of("*")),
            ContextRun.ZIPKIN);

    Span root =
        both.only(ContextRun.with(GATEWAY, ContextRun.CLOUD, GATEWAY.traceId().hex() + "/119"));

    assertThat(root.links()).hasSize(1);
    assertThat(both.only(root)).isSameAs(root);
  }
}
