package dev.ichnos.identity.who;

import static dev.ichnos.identity.who.WhoFixture.on;
import static dev.ichnos.identity.who.WhoFixture.resource;
import static dev.ichnos.identity.who.WhoFixture.span;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.ichnos.codec.DecodeLimits;
import dev.ichnos.codec.RecordingSpanSink;
import dev.ichnos.codec.SpanDecoder;
import dev.ichnos.codec.otlp.OtlpJsonDecoder;
import dev.ichnos.codec.zipkin.ZipkinV2JsonDecoder;
import dev.ichnos.identity.rule.RuleId;
import dev.ichnos.model.Span;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SelfRuleTest {
  private final WhoFixture who = new WhoFixture();

  SelfRuleTest() {
    who.rules = Set.of(RuleId.SELF);
    who.self =
        new SelfSettings(
            "tracing",
            "ichnos-7d9c5b8f6-2xk4q",
            "10.4.0.30",
            List.of("ichnos", "collector.tracing.svc.cluster.local"));
  }

  @Test
  void sidecarOfOurs_everySpanOfAllItTraces_leftOut() throws Exception {
    assertThat(who.apply(golden("self.zipkin.json", new ZipkinV2JsonDecoder()))).isEmpty();
    assertThat(who.counts).containsExactly(entry("self", 6));
    who.counts.clear();
    assertThat(who.apply(golden("self.otlp.json", new OtlpJsonDecoder()))).isEmpty();
    assertThat(who.counts).containsExactly(entry("self", 4));
  }

  @Test
  void usersWithTheSamePathsAndNames_stay() throws Exception {
    Span[] spans = golden("self-not.zipkin.json", new ZipkinV2JsonDecoder());

    assertThat(spans).hasSize(7);
    assertThat(who.apply(spans)).containsExactly(spans);
    assertThat(who.counts).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "sidecar~10.4.0.30~ichnos-7d9c5b8f6-2xk4q.tracing~x, true",
    "sidecar~10.4.7.7~ichnos-7d9c5b8f6-9stvs.tracing~x, true",
    "sidecar~10.4.7.7~ichnos-84f5c6d7b9-9stvs.tracing~x, true",
    "waypoint~10.4.7.7~ichnos-84f5c6d7b9-9stvs.tracing~x, true",
    "sidecar~10.4.7.7~ichnos-7d9c5b8f6-9stvs.shop~x, false",
    "sidecar~10.4.7.7~ichnos-demo-7d9c5b8f6-9stvs.tracing~x, false",
    "sidecar~10.4.0.30~other-7d9c5b8f6-9stvs.tracing~x, false",
    "sidecar~10.4.0.30~.~x, true",
    "sidecar~10.4.0.31~.~x, false",
  })
  void pod_ofOurs(String nodeId, boolean own) {
    assertThat(who.apply(span("a", "node_id", nodeId)).isEmpty()).isEqualTo(own);
    assertThat(who.apply(on(resource("node_id", nodeId))).isEmpty()).isEqualTo(own);
    assertThat(who.apply(on(resource("service.instance.id", nodeId))).isEmpty()).isEqualTo(own);
  }

  @Test
  void pod_ofOurs_byItsResource() {
    assertThat(
            who.apply(
                on(
                    resource(
                        "k8s.namespace.name", "tracing", "k8s.pod.name", "ichnos-7d9c5b8f6-x2kqz")),
                span("a", "network.local.address", "10.4.0.30"),
                on(resource("k8s.pod.ip", "10.4.0.30"))))
        .isEmpty();
  }

  @Test
  void statefulSet_everyReplicaIsOurs() {
    who.self = new SelfSettings("tracing", "ichnos-0", "", List.of());

    assertThat(who.apply(span("a", "node_id", "sidecar~1.1.1.1~ichnos-2.tracing~x"))).isEmpty();
  }

  @Test
  void nothingKnown_onlyTheServiceCounts() {
    who.self = SelfSettings.defaults();
    Span unknown = span("a", "node_id", "sidecar~~.~x");

    assertThat(who.apply(unknown, on(resource()), span(""))).hasSize(3);
    assertThat(who.apply(span("a", "http.url", "http://ichnos.tracing:9411/api/v2/spans")))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/v2/spans",
        "/api/v1/spans",
        "/some/prefix/api/v2/spans",
        "/api/v2/spans?x=y",
        "/v1/traces",
        "/opentelemetry.proto.collector.trace.v1.TraceService/Export",
        "/zipkin.proto3.SpanService/Report",
        "/opencensus.proto.agent.trace.v1.TraceService/Export",
        "/envoy.service.trace.v2.TraceService/StreamTraces",
        "/envoy.service.trace.v3.TraceService/StreamTraces",
        "/skywalking.v3.TraceSegmentReportService/collect",
        "/TraceSegmentReportService/collect",
        "/v3/segment",
        "/v3/segments",
        "/v0.3/traces",
        "/v0.7/traces",
        "/v0.6/stats",
        "/info",
        "/google.devtools.cloudtrace.v2.TraceService/BatchWriteSpans",
        "/v2/projects/p/traces:batchWrite",
        "/v1/projects/p/traces",
        "/v2/projects/p/traces/1/spans/2",
        "/lightstep.collector.CollectorService/Report",
        "/api/v2/reports",
        "/jaeger.api_v2.CollectorService/PostSpans",
        "/api/traces"
      })
  void request_toAPathOfTraces_isOursOnlyIfTheHostIs(String path) {
    Span own = span("a", "http.url", "http://ichnos.tracing:9411" + path);
    Span users = span("a", "http.url", "http://zipkin.shop:9411" + path);

    assertThat(who.apply(own, users)).containsExactly(users);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "",
        "/api/v2/spansx",
        "/productpage",
        "/api/v2/trace/1",
        "/v1/tracesx",
        "/v0.4/other",
        "/v2/projects/p",
        "/information",
        "/opentelemetry"
      })
  void request_toAnotherPath_isNotOurs(String path) {
    Span span = span("a", "http.url", "http://ichnos.tracing:9411" + path);

    assertThat(who.apply(span)).containsExactly(span);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http.url=http://ichnos/v1/traces",
        "http.url=http://ICHNOS.Tracing.svc.cluster.local:4318/v1/traces",
        "http.url=http://ichnos.tracing.svc./v1/traces",
        "http.url=http://collector/v1/traces",
        "http.url=http://collector.tracing.svc/v1/traces",
        "http.url=http://user:p@collector.tracing:4318/v1/traces",
        "http.url=http://10.4.0.30:4318/v1/traces",
        "url.full=http://ichnos:4318/v1/traces",
        "url.path=/v1/traces server.address=ichnos.tracing",
        "http.target=/v1/traces server.address=10.4.0.30",
        "http.url=http://x/v1/traces upstream_cluster=outbound|4318||ichnos.tracing.svc.cluster.local",
        "http.url=http://x/v1/traces upstream_cluster=inbound-vip|4318|http|ichnos.tracing.svc.c",
        "grpc.path=/opentelemetry.proto.collector.trace.v1.TraceService/Export"
            + " grpc.authority=ichnos.tracing:4317",
        "grpc.path=/opentelemetry.proto.collector.trace.v1.TraceService/Export"
            + " grpc.authority=outbound_.4317_._.ichnos.tracing.svc.cluster.local",
        "http.url=http://outbound|4317||ichnos.tracing.svc.c/opencensus.proto.agent.trace.v1.T/E",
      })
  void request_toAHostOfOurs_leftOut(String attributes) {
    assertThat(who.apply(span("a", attributes.split("[ =]")))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http.url=http://ichnos-demo.shop/v1/traces",
        "http.url=http://my.ichnos.shop/v1/traces",
        "http.url=http://collector.shop/v1/traces",
        "http.url=http://collector.tracing.svc.cluster.local.evil/v1/traces",
        "http.url=http://collect/v1/traces",
        "http.url=http://10.4.0.3/v1/traces",
        "http.url=http://10.4.0.300/v1/traces",
        "url.path=/v1/traces server.address=zipkin",
        "url.path=/v1/traces upstream_cluster=outbound|4318||ichnos-demo.shop.svc.cluster.local",
        "url.path=/v1/traces upstream_cluster=outbound|1||a|b",
        "url.path=/v1/traces upstream_cluster=PassthroughCluster",
        "http.url=http:///v1/traces",
      })
  void request_toAHostOfAnother_stays(String attributes) {
    Span span = span("a", attributes.split("[ =]"));

    assertThat(who.apply(span)).containsExactly(span);
  }

  private static Span[] golden(String name, SpanDecoder decoder) throws Exception {
    RecordingSpanSink sink = new RecordingSpanSink();
    try (InputStream in = SelfRuleTest.class.getResourceAsStream("/golden/identity/" + name)) {
      decoder.decode(ByteBuffer.wrap(in.readAllBytes()), DecodeLimits.DEFAULT, sink);
    }
    assertThat(sink.dropped()).isEmpty();
    return sink.spans().toArray(Span[]::new);
  }
}
