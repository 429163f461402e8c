package dev.ichnos.identity.envoy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.model.Attributes;
import dev.ichnos.model.Resource;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KindsTest {
  @ParameterizedTest
  @CsvSource({
    // node, cluster, name, said, read
    "SIDECAR, inbound|9080||, details:9080/*, SERVER, SERVER",
    "SIDECAR, inbound|9080||, details:9080/*, CLIENT, SERVER", // Envoy up to 1.15
    "SIDECAR, inbound|9080||, details:9080/*, UNSPECIFIED, SERVER", // Datadog
    "SIDECAR, inbound|9080||, details:9080/*, INTERNAL, SERVER", // Datadog
    "SIDECAR, InboundPassthroughCluster, ingress, CLIENT, SERVER",
    "SIDECAR, InboundPassthroughClusterIpv4, ingress, CLIENT, SERVER",
    "SIDECAR, outbound|9080||reviews.shop.svc.cluster.local, x, SERVER, CLIENT",
    "SIDECAR, outbound_.9080_.v1_.reviews.shop.svc.cluster.local, x, UNSPECIFIED, CLIENT",
    "SIDECAR, PassthroughCluster, egress example.com, INTERNAL, CLIENT",
    "SIDECAR, BlackHoleCluster, egress example.com, SERVER, CLIENT",
    "SIDECAR, inbound|9080||, router inbound|9080|| egress, CLIENT, INTERNAL",
    "SIDECAR, '', ingress, CLIENT, SERVER",
    "SIDECAR, '', ingress, UNSPECIFIED, SERVER",
    "SIDECAR, '', egress example.com, UNSPECIFIED, CLIENT",
    "SIDECAR, '', reviews:9080/*, CLIENT, CLIENT",
    "SIDECAR, '', reviews:9080/*, UNSPECIFIED, UNSPECIFIED",
    "ROUTER, outbound|9080||reviews.shop.svc.cluster.local, x, SERVER, SERVER",
    "ROUTER, outbound|9080||reviews.shop.svc.cluster.local, x, CLIENT, CLIENT",
    "ROUTER, outbound|9080||reviews.shop.svc.cluster.local, x, UNSPECIFIED, CLIENT",
    "ROUTER, outbound|9080||reviews.shop.svc.cluster.local, ingress, INTERNAL, SERVER",
    "ROUTER, '', router outbound|80||a.b egress, INTERNAL, CLIENT",
    "WAYPOINT, inbound-vip|8080|http|reviews.shop.svc.cluster.local;, x, UNSPECIFIED, SERVER",
    "WAYPOINT, inbound-vip|8080|http|reviews.shop.svc.cluster.local;, x, CLIENT, CLIENT",
    "'', inbound|9080||, x, CLIENT, SERVER", // only sidecars have these
    "'', outbound|9080||reviews.shop.svc.cluster.local, x, SERVER, SERVER",
    "'', outbound|9080||reviews.shop.svc.cluster.local, x, INTERNAL, CLIENT",
    "'', backend, async ext_authz egress, UNSPECIFIED, CLIENT",
  })
  void kind_ofNodeClusterAndName(
      String node, String cluster, String name, SpanKind said, SpanKind expected) {
    Span read = Proxies.read(Proxies.span(said, name, Proxies.tags(node(node), cluster, "x", "y")));

    assertThat(read.kind()).isEqualTo(expected);
    assertThat(read.attributes().string("ichnos.original_kind"))
        .isEqualTo(said == expected ? "" : said.name());
  }

  @ParameterizedTest
  @CsvSource({"Ingress, SERVER", "Egress, CLIENT"})
  void kind_ofOpenCensusOperation(String operation, SpanKind expected) {
    Attributes tags = Proxies.tags(Proxies.ROUTER, "", "OperationName", operation);

    assertThat(Proxies.read(Proxies.span(SpanKind.UNSPECIFIED, "x", tags)).kind())
        .isEqualTo(expected);
  }

  @Test
  void kind_decidedBefore_stays() {
    Attributes tags =
        Proxies.tags(Proxies.SIDECAR, Proxies.INBOUND, "ichnos.original_kind", "SERVER");

    assertThat(Proxies.read(Proxies.span(SpanKind.INTERNAL, "x", tags)).kind())
        .isEqualTo(SpanKind.INTERNAL);
  }

  @ParameterizedTest
  @CsvSource({
    "node_id, sidecar~10.4.1.7~a.b~b.svc.cluster.local", // Envoy's own stream
    "service.instance.id, sidecar~10.4.1.7~a.b~b.svc.cluster.local", // SkyWalking
    "istio.proxy.type, sidecar", // as an earlier rule found out
  })
  void kind_nodeOnResource_asOnSpan(String key, String value) {
    Span span =
        Proxies.span(SpanKind.SERVER, "x", Proxies.tags("", Proxies.OUTBOUND)).toBuilder()
            .resource(Resource.of(Attributes.of(key, value)))
            .build();

    assertThat(Proxies.read(span).kind()).isEqualTo(SpanKind.CLIENT);
  }

  @ParameterizedTest
  @CsvSource({
    "0, outbound|9080||reviews.shop.svc.cluster.local, SERVER, INTERNAL",
    "1, outbound|9080||reviews.shop.svc.cluster.local, CLIENT, CLIENT",
    "0, inbound|9080||, SERVER, SERVER",
    "1, inbound|9080||, CLIENT, INTERNAL",
  })
  void kind_skyWalking_onlyWhatCrossesTheNetwork(
      long number, String cluster, SpanKind said, SpanKind expected) {
    Attributes tags =
        Proxies.tags(Proxies.SIDECAR, cluster).toBuilder()
            .put("skywalking.span_id", number)
            .build();

    assertThat(Proxies.read(Proxies.span(said, "/reviews/0", tags)).kind()).isEqualTo(expected);
  }

  @Test
  void componentAndScope_absent_saidOfProxies() {
    Attributes tags = Attributes.of("upstream_cluster", Proxies.INBOUND);

    Span read = Proxies.read(Proxies.span(SpanKind.SERVER, "x", tags));

    assertThat(read.attributes().string("component")).isEqualTo("proxy");
    assertThat(read.scope().name()).isEqualTo("envoy");
  }

  private static String node(String name) {
    return switch (name) {
      case "SIDECAR" -> Proxies.SIDECAR;
      case "ROUTER" -> Proxies.ROUTER;
      case "WAYPOINT" -> Proxies.WAYPOINT;
      default -> "";
    };
  }
}
