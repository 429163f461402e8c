package dev.ichnos.collector.demo;

import static dev.ichnos.collector.testing.ServiceGraph.Edge.call;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.collector.it.RunningCollector;
import dev.ichnos.collector.it.ThreeBackends;
import dev.ichnos.collector.testing.ServiceGraph;
import dev.ichnos.collector.testing.ServiceGraph.Edge;
import dev.ichnos.model.SpanKind;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import zipkin2.Endpoint;
import zipkin2.Span;
import zipkin2.codec.SpanBytesEncoder;

/**
 * Every call of Bookinfo is an edge on each backend's map of services, however its proxies report
 * it by Zipkin.
 */
class ServiceGraphIT {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** Namespaces stand apart from services, but for Datadog. */
  private static final Set<Edge> CALLS =
      Set.of(
          call("istio-ingressgateway", "productpage"),
          call("productpage", "details"),
          call("productpage", "reviews"),
          call("reviews", "ratings"));

  private ThreeBackends backends;
  private RunningCollector collector;
  private HttpPost zipkin;

  @BeforeEach
  void start() throws Exception {
    backends = ThreeBackends.start();
    collector =
        RunningCollector.start(
            """
            receivers:
              zipkin: {endpoint: 127.0.0.1:0}
            exporters:
            %s
            admin:
              health: {endpoint: 127.0.0.1:0}
              api: {endpoint: 127.0.0.1:0}
            service:
              pipelines:
                traces: {receivers: [zipkin], exporters: [otlp, datadog, googlecloud]}
            """
                .formatted(backends.lanes(200, "20ms")));
    zipkin =
        new HttpPost(collector.listener("zipkin", true), "/api/v2/spans", "application/json", 202);
  }

  @AfterEach
  void stop() {
    if (collector != null) {
      collector.close();
    }
    backends.close();
  }

  @Test
  void unshared_everyCallIsAnEdgeEverywhere() throws Exception {
    send(bookinfo());

    assertEdgesEverywhere(CALLS);
    assertNothingCreated();
  }

  /** As senders other than Istio's proxies do: both halves of a call under one id. */
  @Test
  void shared_everyCallIsAnEdgeEverywhere() throws Exception {
    send(shared(bookinfo(), true));

    assertEdgesEverywhere(CALLS);
    assertNothingCreated();
  }

  /** As some of them do, without saying so. */
  @Test
  void sharedWithoutTheFlag_everyCallIsAnEdgeEverywhere() throws Exception {
    send(shared(bookinfo(), false));

    assertEdgesEverywhere(CALLS);
    assertNothingCreated();
  }

  /** A gateway that reports no server side: Tempo is given one, the others need none. */
  @Test
  void clientBelowClient_isAnEdgeEverywhere_byALeafForTempoAlone() throws Exception {
    List<Span> spans = new ArrayList<>();
    for (ProxySpan span : bookinfo()) {
      boolean toDetails = span.kind() == SpanKind.CLIENT && span.name().startsWith("details");
      Span sent = zipkin(span).build();
      spans.add(sent);
      if (toDetails) {
        spans.add(throughEgress(span));
      }
    }
    List<Span> routed = new ArrayList<>();
    for (Span span : spans) {
      boolean detailsServer =
          span.kind() == Span.Kind.SERVER && span.localServiceName().startsWith("details");
      routed.add(detailsServer ? span.toBuilder().parentId(EGRESS_SPAN).build() : span);
    }

    send(routed);

    assertEdgesEverywhere(
        Set.of(
            call("istio-ingressgateway", "productpage"),
            call("productpage", "istio-egressgateway"),
            call("istio-egressgateway", "details"),
            call("productpage", "reviews"),
            call("reviews", "ratings")));
    assertThat(collector.account("otlp").created()).containsExactly(Map.entry(LEAF, 1L));
    assertThat(collector.account("datadog").created()).isEmpty();
    assertThat(collector.account("googlecloud").created()).isEmpty();
    assertThat(backends.of("datadog").stored()).hasSize(routed.size());
    // No span that was received has another parent than it was sent with.
    Map<Long, Long> sentParents =
        routed.stream()
            .collect(Collectors.toMap(span -> id(span.id()), span -> id(span.parentId())));
    assertThat(backends.of("otlp").stored())
        .filteredOn(ids -> sentParents.containsKey(ids.spanId()))
        .hasSize(routed.size())
        .allMatch(ids -> sentParents.get(ids.spanId()) == ids.parentSpanId());
  }

  private static final String LEAF = "gateway_server_leaf";
  private static final String EGRESS_SPAN = "00000000000e9e55";

  private static Span throughEgress(ProxySpan caller) {
    Bookinfo.Proxy egress =
        new Bookinfo.Proxy(
            "istio-egressgateway", "istio-system", "router", "10.4.0.8", "latest", "5c7b9-d8s7q");
    return zipkin(caller)
        .id(EGRESS_SPAN)
        .parentId(hex(caller.spanId()))
        .timestamp(caller.startEpochMicros() + 100)
        .duration(caller.durationMicros() - 200)
        .localEndpoint(endpoint(egress))
        .putTag("node_id", egress.nodeId())
        .putTag("istio.canonical_service", egress.service())
        .putTag("istio.namespace", egress.namespace())
        .build();
  }

  private static List<ProxySpan> bookinfo() {
    long now = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    Bookinfo request = new Bookinfo(0x5f1d9a7c3b2e4680L, 0xa1c3e5f708192a3bL, now);
    return request.reports().stream().flatMap(List::stream).map(request::span).toList();
  }

  /** The server's half under its client's id, and its children below that. */
  private static List<Span> shared(List<ProxySpan> spans, boolean flagged) {
    Map<Long, ProxySpan> byId = new HashMap<>();
    spans.forEach(span -> byId.put(span.spanId(), span));
    List<Span> shared = new ArrayList<>();
    for (ProxySpan span : spans) {
      long parent = wireId(span.parentSpanId(), byId);
      Span.Builder sent = zipkin(span);
      if (span.kind() == SpanKind.SERVER) {
        ProxySpan client = byId.get(span.parentSpanId());
        parent = client == null ? 0 : wireId(client.parentSpanId(), byId);
        sent.id(hex(span.parentSpanId())).shared(flagged ? Boolean.TRUE : null);
      }
      shared.add(sent.parentId(parent == 0 ? null : hex(parent)).build());
    }
    return shared;
  }

  /** The id by which a span is known: a server's is its client's. */
  private static long wireId(long spanId, Map<Long, ProxySpan> byId) {
    ProxySpan span = byId.get(spanId);
    return span != null && span.kind() == SpanKind.SERVER ? span.parentSpanId() : spanId;
  }

  private static Span.Builder zipkin(ProxySpan span) {
    Span.Builder sent =
        Span.newBuilder()
            .traceId(span.traceIdHigh(), span.traceIdLow())
            .id(hex(span.spanId()))
            .parentId(span.parentSpanId() == 0 ? null : hex(span.parentSpanId()))
            .kind(Span.Kind.valueOf(span.kind().name()))
            .name(span.name())
            .timestamp(span.startEpochMicros())
            .duration(span.durationMicros())
            .localEndpoint(endpoint(span.proxy()));
    span.tags().forEach(sent::putTag);
    return sent;
  }

  private static Endpoint endpoint(Bookinfo.Proxy proxy) {
    return Endpoint.newBuilder().serviceName(proxy.tracingName()).ip(proxy.ip()).build();
  }

  private static String hex(long id) {
    return "%016x".formatted(id);
  }

  private static long id(String hex) {
    return hex == null ? 0 : Long.parseUnsignedLong(hex, 16);
  }

  private void send(List<?> spans) throws Exception {
    List<Span> sent = new ArrayList<>();
    for (Object span : spans) {
      sent.add(span instanceof ProxySpan own ? zipkin(own).build() : (Span) span);
    }
    zipkin.send(SpanBytesEncoder.JSON_V2.encodeList(sent));
  }

  private void assertEdgesEverywhere(Set<Edge> expected) {
    Set<Edge> atDatadog =
        expected.stream()
            .map(edge -> call(tracingName(edge.client()), tracingName(edge.server())))
            .collect(Collectors.toSet());
    Awaitility.await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              assertThat(backends.tempo.graph()).isEqualTo(new ServiceGraph(expected, List.of()));
              assertThat(backends.cloudTrace.graph())
                  .isEqualTo(new ServiceGraph(expected, List.of()));
              assertThat(backends.datadog.graph())
                  .isEqualTo(new ServiceGraph(atDatadog, List.of()));
            });
    for (ThreeBackends.Backend backend : backends.all()) {
      assertThat(backend.fake().violations()).as(backend.lane()).isEmpty();
      collector.awaitBalanced(backend.lane(), account -> account.waiting() == 0);
    }
  }

  private static String tracingName(String service) {
    return service + (service.startsWith("istio-") ? ".istio-system" : ".default");
  }

  private void assertNothingCreated() {
    for (ThreeBackends.Backend backend : backends.all()) {
      assertThat(collector.account(backend.lane()).created()).as(backend.lane()).isEmpty();
      assertThat(backend.stored()).as(backend.lane()).hasSize(Bookinfo.SPANS);
    }
  }
}
