package dev.ichnos.codec.cloudtrace;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.devtools.cloudtrace.v2.BatchWriteSpansRequest;
import com.google.protobuf.util.JsonFormat;
import dev.ichnos.codec.DecodeLimits;
import dev.ichnos.codec.MendReason;
import dev.ichnos.codec.RecordingSpanSink;
import dev.ichnos.model.Attributes;
import dev.ichnos.model.Event;
import dev.ichnos.model.Link;
import dev.ichnos.model.Resource;
import dev.ichnos.model.Scope;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanFixtures;
import dev.ichnos.model.SpanKind;
import dev.ichnos.model.Status;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/**
 * The messages under golden/cloud-trace-in, ours, in the form that opencensus-cpp
 * exporters/trace/stackdriver @ 0.5 and opentelemetry-operations-go exporter/trace @ 1.25 show;
 * each as it stands and as the protobuf that Google's classes make of it.
 */
class CloudTraceReadGoldenTest {
  @Test
  void decode_envoyByOpenCensus_asRecorded() throws Exception {
    Span expected =
        Span.builder()
            .traceId(SpanFixtures.TRACE_HIGH, SpanFixtures.TRACE_LOW)
            .spanId(0xa1c3e5f708192a3bL)
            .name("details.shop.svc.cluster.local:9080/*")
            .kind(SpanKind.CLIENT)
            .startEpochNanos(SpanFixtures.START)
            .endEpochNanos(SpanFixtures.START + 5_210_000)
            .attributes(
                Attributes.builder()
                    .put("OperationName", "Egress")
                    .put("component", "proxy")
                    .put("guid:x-request-id", "7c1e5a34-90b2-4f6d-8a11-5d3c0e9b7f20")
                    .put("http.method", "GET")
                    .put("http.status_code", "503")
                    .put("http.url", "http://details:9080/details/0")
                    .put("istio.canonical_service", "productpage")
                    .put("node_id", "sidecar~10.4.0.12~productpage-v1.shop~shop.svc.cluster.local")
                    .put("error", "true")
                    .put("upstream_cluster", "outbound|9080||details.shop.svc.cluster.local")
                    .build())
            .events(List.of(Event.of(SpanFixtures.START + 1_000, "setSampled")))
            .status(new Status(Status.Code.ERROR, ""))
            .flags(0x100)
            .resource(
                Resource.of(
                    Attributes.builder()
                        .put("g.co/agent", "opencensus-cpp [0.5.0]")
                        .put("gcp.project_id", "mesh-prod")
                        .build()))
            .build();

    assertRead("envoy.json", expected, Map.of(MendReason.PARENT_ID, 1));
  }

  @Test
  void decode_applicationByOpenTelemetry_asRecorded() throws Exception {
    long start = SpanFixtures.START - 6_000;
    Span expected =
        Span.builder()
            .traceId(SpanFixtures.TRACE_HIGH, SpanFixtures.TRACE_LOW)
            .spanId(0x3c5e7091a2b4c6d8L)
            .parentSpanId(0x2b4d6f8091a3b5c7L)
            .name("POST /cart")
            .kind(SpanKind.SERVER)
            .startEpochNanos(start + 1_500_000)
            .endEpochNanos(start + 4_000_000)
            .attributes(
                Attributes.builder()
                    .put("http.request.method", "POST")
                    .put("http.response.status_code", 500)
                    .put("http.route", "/cart")
                    .put("shop.member", true)
                    .put("cloudtrace.status.code", 8)
                    .build())
            .droppedAttributesCount(2)
            .events(
                List.of(
                    new Event(
                        start + 2_000_000,
                        "rpc.message",
                        Attributes.builder()
                            .put("rpc.message.type", "SENT")
                            .put("rpc.message.id", 1)
                            .put("rpc.message.uncompressed_size", 512)
                            .build(),
                        0),
                    new Event(
                        start + 3_900_000,
                        "exception",
                        Attributes.builder()
                            .put("exception.type", "shop.Full")
                            .put("exception.message", "the cart is full")
                            .put(
                                "exception.stacktrace",
                                "\tat shop.Cart.add(Cart.java:42)\n"
                                    + "\tat shop.Cart.serve(Cart.java:17)")
                            .build(),
                        0)))
            .droppedEventsCount(3)
            .links(
                List.of(
                    new Link(
                        0,
                        SpanFixtures.TRACE_LOW,
                        9,
                        "",
                        0,
                        Attributes.of("cloudtrace.link.type", "PARENT_LINKED_SPAN"),
                        0)))
            .status(new Status(Status.Code.ERROR, "the cart is full"))
            .flags(0x300)
            .scope(new Scope("otelhttp", "0.55.0", Attributes.EMPTY, 0, ""))
            .resource(
                Resource.of(
                    Attributes.builder()
                        .put(
                            "g.co/agent",
                            "opentelemetry-go 1.30.0; google-cloud-trace-exporter 1.25.0")
                        .put("cloud.availability_zone", "europe-west1-b")
                        .put("k8s.cluster.name", "prod")
                        .put("k8s.namespace.name", "shop")
                        .put("k8s.pod.name", "cart-5c9d7b8f4-m8t6w")
                        .put("k8s.container.name", "cart")
                        .put("service.name", "cart")
                        .put("telemetry.sdk.name", "opentelemetry")
                        .put("telemetry.sdk.language", "go")
                        .put("telemetry.sdk.version", "1.30.0")
                        .put("gcp.project_id", "shop-prod")
                        .build()))
            .build();

    assertRead("application.json", expected, Map.of());
  }

  private static void assertRead(String name, Span expected, Map<MendReason, Integer> mended)
      throws Exception {
    byte[] json = golden(name);
    BatchWriteSpansRequest.Builder request = BatchWriteSpansRequest.newBuilder();
    JsonFormat.parser().merge(new String(json, StandardCharsets.UTF_8), request);

    for (RecordingSpanSink sink :
        List.of(
            ReadSpans.decode(new CloudTraceJsonDecoder(), json, DecodeLimits.DEFAULT),
            ReadSpans.decode(request.build().toByteArray()))) {
      assertThat(sink.dropped()).isEmpty();
      assertThat(sink.spans()).containsExactly(expected);
      assertThat(sink.mended()).isEqualTo(mended);
    }
  }

  static byte[] golden(String name) throws Exception {
    try (InputStream in =
        CloudTraceReadGoldenTest.class.getResourceAsStream("/golden/cloud-trace-in/" + name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    }
  }
}
