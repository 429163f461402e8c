package dev.ichnos.collector.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.model.SpanKind;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What proxies report follows from the headers that reach them, and from nothing else. */
class MixedMeshTest {
  private static final long START = 1_767_323_045_000_006L;

  @Test
  void cloudTraceAlone_everyCallOfAnApplicationIsATraceThatCapturedTheSameHeader() {
    MixedMesh mesh = mesh(Forwarding.CLOUD_TRACE);

    assertThat(mesh.spans()).hasSize(9);
    assertThat(mesh.traces()).hasSize(4).doesNotContain(mesh.loadBalancersTrace());
    assertThat(captured(mesh, MeshHeaders.CLOUD_TRACE))
        .hasSize(8)
        .allMatch(value -> value.startsWith(mesh.loadBalancersTrace().hex() + "/"))
        .allMatch(value -> value.equals(captured(mesh, MeshHeaders.CLOUD_TRACE).get(0)));
  }

  @Test
  void b3Alone_oneTraceWhoseInnerHopsCapturedNothingOfTheLoadBalancer() {
    MixedMesh mesh = mesh(Forwarding.B3);

    assertThat(mesh.traces()).hasSize(1).doesNotContain(mesh.loadBalancersTrace());
    assertThat(services(mesh, MeshHeaders.CLOUD_TRACE))
        .containsExactlyInAnyOrder("istio-ingressgateway", "productpage");
  }

  @Test
  void both_oneTraceThatCapturedTheLoadBalancersEverywhere() {
    MixedMesh mesh = mesh(Forwarding.BOTH);

    assertThat(mesh.traces()).hasSize(1);
    assertThat(captured(mesh, MeshHeaders.CLOUD_TRACE)).hasSize(8);
  }

  @Test
  void neither_onlyTheRequestIdIsLeft() {
    MixedMesh mesh = mesh(Forwarding.NEITHER);

    assertThat(mesh.traces()).hasSize(4);
    assertThat(services(mesh, MeshHeaders.CLOUD_TRACE))
        .containsExactlyInAnyOrder("istio-ingressgateway", "productpage");
    assertThat(captured(mesh, "guid:x-request-id")).hasSize(8);
    assertThat(Set.copyOf(captured(mesh, "guid:x-request-id"))).hasSize(1);
  }

  /** Proxies forward B3 to each other, whatever applications do. */
  @ParameterizedTest
  @EnumSource
  void bothSidesOfACall_shareAContext(Forwarding forwarding) {
    MixedMesh mesh = mesh(forwarding);
    Map<Long, ProxySpan> byId =
        mesh.spans().stream().collect(Collectors.toMap(ProxySpan::spanId, Function.identity()));

    for (ProxySpan span : mesh.spans()) {
      ProxySpan parent = byId.get(span.parentSpanId());
      if (span.kind() == SpanKind.SERVER && !span.proxy().equals(Bookinfo.GATEWAY)) {
        assertThat(parent).isNotNull();
        assertThat(parent.kind()).isEqualTo(SpanKind.CLIENT);
        assertThat(parent.tags().get("upstream_address")).isEqualTo(span.proxy().ip() + ":9080");
        assertThat(span.tags().get("peer.address")).isEqualTo(parent.proxy().ip());
      }
      if (parent != null) {
        assertThat(span.traceIdHigh()).isEqualTo(parent.traceIdHigh());
        assertThat(span.traceIdLow()).isEqualTo(parent.traceIdLow());
        assertThat(span.startEpochMicros()).isGreaterThan(parent.startEpochMicros());
        assertThat(span.endEpochMicros()).isLessThan(parent.endEpochMicros());
      } else {
        assertThat(span.parentSpanId()).isZero();
        assertThat(span.spanId()).isEqualTo(span.traceIdLow());
      }
    }
    assertThat(mesh.calls(Bookinfo.Proxy::service))
        .containsExactlyInAnyOrder(
            "istio-ingressgateway -> productpage",
            "productpage -> details",
            "productpage -> reviews",
            "reviews -> ratings");
  }

  /** Custom tags are read when the request is over, behind what the proxy has written itself. */
  @Test
  void capturedB3_isTheProxysOwnContext() {
    for (ProxySpan span : mesh(Forwarding.CLOUD_TRACE).spans()) {
      if (span.proxy().equals(Bookinfo.GATEWAY)) {
        continue;
      }
      assertThat(span.tags())
          .containsEntry(MeshHeaders.B3_SPAN_ID, HexFormat.of().toHexDigits(span.spanId()));
    }
  }

  private static MixedMesh mesh(Forwarding forwarding) {
    return new MixedMesh(forwarding, new Random(7), START);
  }

  private static List<String> captured(MixedMesh mesh, String tag) {
    return mesh.spans().stream()
        .map(span -> span.tags().getOrDefault(tag, ""))
        .filter(value -> !value.isEmpty())
        .toList();
  }

  private static List<String> services(MixedMesh mesh, String tag) {
    return mesh.spans().stream()
        .filter(span -> span.tags().containsKey(tag))
        .map(span -> span.proxy().service())
        .toList();
  }
}
