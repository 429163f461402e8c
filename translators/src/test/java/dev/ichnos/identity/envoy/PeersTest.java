package dev.ichnos.identity.envoy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.ichnos.model.Attributes;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanKind;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PeersTest {
  @Test
  void answering_peerIsTheCaller() {
    assertThat(lines(Proxies.answering("http.method", "GET", "peer.address", "10.4.0.9:51234")))
        .contains(
            entry("network.peer.address", "\"10.4.0.9\""),
            entry("network.peer.port", "51234"),
            entry("client.address", "\"10.4.0.9\""),
            entry("peer.address", "\"10.4.0.9:51234\""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"x-forwarded-for", "http.request.header.x-forwarded-for"})
  void answering_forwarded_noClientAddress(String header) {
    assertThat(
            lines(Proxies.answering("http.method", "GET", "peer.address", "10.4.0.9", header, "a")))
        .doesNotContainKey("client.address")
        .containsKey("network.peer.address");
  }

  @Test
  void answering_pipe_unix() {
    assertThat(lines(Proxies.answering("http.method", "GET", "peer.address", "/run/app.sock")))
        .contains(
            entry("network.peer.address", "\"/run/app.sock\""),
            entry("network.transport", "\"unix\""))
        .doesNotContainKey("client.address");
  }

  @Test
  void asking_peerIsTheHostCalled() {
    assertThat(
            lines(
                Proxies.asking(
                    "http.method", "GET",
                    "peer.address", "10.4.1.7",
                    "upstream_address", "10.4.2.21:9080")))
        .contains(
            entry("network.peer.address", "\"10.4.2.21\""),
            entry("network.peer.port", "9080"),
            entry("peer.address", "\"10.4.1.7\""),
            entry("upstream_address", "\"10.4.2.21:9080\""))
        .doesNotContainKey("client.address");
  }

  @Test
  void asking_hostUnknown_callerIsNotThePeer() {
    assertThat(lines(Proxies.asking("http.method", "GET", "peer.address", "10.4.1.7")))
        .doesNotContainKeys("network.peer.address", "client.address");
  }

  @Test
  void gatewayAsking_clientIsTheCaller() {
    Attributes tags =
        Proxies.tags(
            Proxies.ROUTER, Proxies.OUTBOUND, "http.method", "GET", "peer.address", "203.0.113.7");

    assertThat(lines(Proxies.span(SpanKind.CLIENT, "x", tags)))
        .contains(entry("client.address", "\"203.0.113.7\""));
  }

  /** Such spans say nothing of the caller: their peer is the host. */
  @Test
  void attempt_peerIsTheHostCalled() {
    Attributes tags =
        Proxies.tags(Proxies.ROUTER, Proxies.OUTBOUND, "peer.address", "10.4.2.21:9080");

    assertThat(lines(Proxies.span(SpanKind.CLIENT, "router " + Proxies.OUTBOUND + " egress", tags)))
        .contains(
            entry("network.peer.address", "\"10.4.2.21\""), entry("network.peer.port", "9080"))
        .doesNotContainKey("client.address");
  }

  @Test
  void conventionsOfProxy_asking_callerGoesBack() {
    assertThat(
            lines(
                Proxies.asking(
                    "http.request.method", "GET",
                    "network.peer.address", "10.4.1.7:51234",
                    "upstream_address", "10.4.2.21:9080")))
        .contains(
            entry("network.peer.address", "\"10.4.2.21\""),
            entry("network.peer.port", "9080"),
            entry("peer.address", "\"10.4.1.7:51234\""));
  }

  @ParameterizedTest
  @CsvSource({
    "outbound|9080|v2|reviews.shop.svc.cluster.local, reviews, shop, "
        + "reviews.shop.svc.cluster.local, 9080, v2",
    "outbound|9080||reviews.shop.svc, reviews, shop, reviews.shop.svc, 9080, ''",
    "outbound_.9080_.v2_.reviews.shop.svc.cluster.local, reviews, shop, "
        + "reviews.shop.svc.cluster.local, 9080, v2",
    "outbound|443||api.example.com, api.example.com, '', api.example.com, 443, ''",
    "outbound|443||reviews.shop.svcs.example, reviews.shop.svcs.example, '', "
        + "reviews.shop.svcs.example, 443, ''",
    "outbound|80||10.4.0.1, 10.4.0.1, '', 10.4.0.1, 80, ''",
    "PassthroughCluster, '', '', '', '', ''",
    "BlackHoleCluster, '', '', '', '', ''",
    "outbound|9080|reviews, '', '', '', '', ''",
  })
  void asking_serviceOfCluster(
      String cluster, String service, String namespace, String host, String port, String subset) {
    Span span =
        Proxies.span(SpanKind.CLIENT, "x", Proxies.tags(Proxies.SIDECAR, cluster, "a", "b"));

    Map<String, String> lines = lines(span);

    assertThat(text(lines, "peer.service")).isEqualTo(service);
    assertThat(text(lines, "service.peer.name")).isEqualTo(service);
    assertThat(text(lines, "service.peer.namespace")).isEqualTo(namespace);
    assertThat(text(lines, "server.address")).isEqualTo(host);
    assertThat(lines.getOrDefault("server.port", "")).isEqualTo(port);
    assertThat(text(lines, "istio.destination.subset")).isEqualTo(subset);
    assertThat(text(lines, "upstream_cluster")).isEqualTo(cluster);
  }

  @Test
  void asking_clusterUnderItsOtherName_read() {
    Attributes tags = Proxies.tags(Proxies.SIDECAR, "", "upstream_cluster.name", Proxies.OUTBOUND);

    assertThat(lines(Proxies.span(SpanKind.CLIENT, "x", tags)))
        .contains(entry("peer.service", "\"reviews\""));
  }

  @Test
  void asking_passthrough_serverOfUrl() {
    Attributes tags =
        Proxies.tags(
            Proxies.SIDECAR, "PassthroughCluster", "http.url", "http://api.example.com:8080/x");

    assertThat(lines(Proxies.span(SpanKind.CLIENT, "egress api.example.com", tags)))
        .contains(entry("server.address", "\"api.example.com\""), entry("server.port", "8080"))
        .doesNotContainKey("peer.service");
  }

  @Test
  void answering_noUrl_serverOfRoute() {
    Attributes tags = Proxies.tags(Proxies.SIDECAR, Proxies.INBOUND);

    assertThat(
            lines(Proxies.span(SpanKind.SERVER, "reviews.shop.svc.cluster.local:9080/api*", tags)))
        .contains(
            entry("server.address", "\"reviews.shop.svc.cluster.local\""),
            entry("server.port", "9080"));
  }

  @Test
  void answering_virtualService_noServer() {
    Attributes tags = Proxies.tags(Proxies.SIDECAR, Proxies.INBOUND);

    assertThat(lines(Proxies.span(SpanKind.SERVER, "reviews-route:80/api*", tags)))
        .doesNotContainKey("server.address");
  }

  @ParameterizedTest
  @CsvSource({
    "productpage.shop, productpage, shop",
    "my.app.shop, my.app, shop",
    "productpage, productpage, ''",
    "productpage., productpage., ''",
    "-, '', ''",
    "'', '', ''",
  })
  void answering_callerByItsOwnWord(String stated, String service, String namespace) {
    Map<String, String> lines = lines(Proxies.answering("downstream_cluster", stated));

    assertThat(text(lines, "service.peer.name")).isEqualTo(service);
    assertThat(text(lines, "service.peer.namespace")).isEqualTo(namespace);
    assertThat(lines).doesNotContainKey("peer.service");
  }

  @Test
  void asking_peerServiceStated_staysAndIsSaidInBothNames() {
    assertThat(lines(Proxies.asking("peer.service", "mine")))
        .contains(entry("peer.service", "\"mine\""), entry("service.peer.name", "\"mine\""))
        .doesNotContainKey("service.peer.namespace");
  }

  @Test
  void waypointAnswering_callerByWaypointsWord() {
    Attributes tags =
        Proxies.tags(
            Proxies.WAYPOINT,
            "inbound-vip|8080|http/v1|reviews.shop.svc.cluster.local;",
            "istio.source_canonical_service",
            "unknown",
            "istio.source_workload",
            "productpage-v1",
            "istio.source_namespace",
            "shop",
            "istio.destination_canonical_service",
            "reviews");

    assertThat(lines(Proxies.span(SpanKind.SERVER, "x", tags)))
        .contains(
            entry("service.peer.name", "\"productpage-v1\""),
            entry("service.peer.namespace", "\"shop\""),
            entry("istio.destination.subset", "\"v1\""),
            entry("server.address", "\"reviews.shop.svc.cluster.local\""),
            entry("istio.source_workload", "\"productpage-v1\""))
        .doesNotContainKey("peer.service");
  }

  @Test
  void waypointAsking_calledByWaypointsWord() {
    Attributes tags =
        Proxies.tags(
            Proxies.WAYPOINT,
            "inbound-vip|8080|http|reviews-vip.shop.svc.cluster.local;",
            "istio.destination_canonical_service",
            "reviews",
            "istio.destination_namespace",
            "shop");

    assertThat(lines(Proxies.span(SpanKind.CLIENT, "x", tags)))
        .contains(
            entry("peer.service", "\"reviews\""),
            entry("service.peer.name", "\"reviews\""),
            entry("service.peer.namespace", "\"shop\""));
  }

  private static Map<String, String> lines(Span span) {
    return Proxies.lines(Proxies.read(span));
  }

  private static String text(Map<String, String> lines, String key) {
    return lines.getOrDefault(key, "").replace("\"", "");
  }
}
