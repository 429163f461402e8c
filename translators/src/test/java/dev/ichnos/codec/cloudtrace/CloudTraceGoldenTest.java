package dev.ichnos.codec.cloudtrace;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.util.JsonFormat;
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
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The golden files are ours: what the encoder writes, printed by the generated classes as JSON. */
class CloudTraceGoldenTest {
  @Test
  void encode_envoyRequest_isAsRecorded() throws Exception {
    assertGolden("envoy.json", envoyClient(), envoyServer());
  }

  @Test
  void encode_everythingOfAnApp_isAsRecorded() throws Exception {
    assertGolden("app.json", app());
  }

  private static void assertGolden(String name, Span... spans) throws Exception {
    CloudTraceBed bed = CloudTraceBed.encode(spans);
    String json = JsonFormat.printer().preservingProtoFieldNames().print(bed.request) + "\n";

    assertThat(json).isEqualTo(golden(name));
    assertThat(bed.broken()).isEmpty();
  }

  private static String golden(String name) throws Exception {
    try (InputStream in =
        CloudTraceGoldenTest.class.getResourceAsStream("/golden/cloud-trace/" + name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static Span envoyClient() {
    return CloudTraceBed.plain()
        .spanId(0xa1c3e5f708192a3bL)
        .name("details.shop.svc.cluster.local:9080/*")
        .kind(SpanKind.CLIENT)
        .endEpochNanos(SpanFixtures.START + 5_210_000)
        .attributes(
            envoy("productpage", "10.4.0.12", "503")
                .put("upstream_cluster", "outbound|9080||details.shop.svc.cluster.local")
                .put("upstream_cluster.name", "outbound|9080||details.shop.svc.cluster.local")
                .put("response_flags", "URX,UF")
                .put("error", "true")
                .build())
        .status(new Status(Status.Code.ERROR, ""))
        .resource(SpanFixtures.service("productpage.shop"))
        .build();
  }

  private static Span envoyServer() {
    return CloudTraceBed.plain()
        .spanId(0x2b4d6f8091a3b5c7L)
        .parentSpanId(0xa1c3e5f708192a3bL)
        .name("details.shop.svc.cluster.local:9080/*")
        .kind(SpanKind.SERVER)
        .startEpochNanos(SpanFixtures.START + 1_103_000)
        .endEpochNanos(SpanFixtures.START + 4_493_000)
        .attributes(
            envoy("details", "10.4.1.7", "200")
                .put("upstream_cluster", "inbound|9080||")
                .put("upstream_cluster.name", "inbound|9080||")
                .put("response_flags", "-")
                .build())
        .resource(SpanFixtures.service("details.shop"))
        .build();
  }

  private static Attributes.Builder envoy(String service, String ip, String status) {
    return Attributes.builder()
        .put("component", "proxy")
        .put("downstream_cluster", "-")
        .put("guid:x-request-id", "7c1e5a34-90b2-4f6d-8a11-5d3c0e9b7f20")
        .put("http.method", "GET")
        .put("http.protocol", "HTTP/1.1")
        .put("http.status_code", status)
        .put("http.url", "http://details:9080/details/0?verbose=1")
        .put("istio.canonical_revision", "v1")
        .put("istio.canonical_service", service)
        .put("istio.mesh_id", "cluster.local")
        .put("istio.namespace", "shop")
        .put("node_id", "sidecar~" + ip + "~" + service + "-v1.shop~shop.svc.cluster.local")
        .put("peer.address", "10.4.0.9")
        .put("request_size", "0")
        .put("response_size", "183")
        .put("user_agent", "curl/8.5.0");
  }

  private static Span app() {
    long start = SpanFixtures.START;
    return CloudTraceBed.plain()
        .spanId(0x3c5e7091a2b4c6d8L)
        .parentSpanId(0x2b4d6f8091a3b5c7L)
        .name("GET /details/{id} " + "✓".repeat(40))
        .kind(SpanKind.SERVER)
        .flags(0x301)
        .startEpochNanos(start + 1_500_000)
        .endEpochNanos(start + 4_000_000)
        .attributes(appAttributes())
        .droppedAttributesCount(2)
        .events(
            List.of(
                Event.of(start + 1_600_000, "cache.miss"),
                new Event(
                    start + 1_700_000,
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
                        .put("exception.type", "java.sql.SQLException")
                        .put("exception.message", "no such table")
                        .put(
                            "exception.stacktrace",
                            "java.sql.SQLException: no such table\n"
                                + "\tat shop.Details.load(Details.java:42)\n"
                                + "\tat shop.Details.serve(Details.java:17)\n"
                                + "Caused by: java.io.IOException: closed\n"
                                + "\tat shop.Db.read(Db.java:7)\n"
                                + "\t... 2 more\n")
                        .build(),
                    0)))
        .links(
            List.of(
                new Link(
                    0, 0x48485a3953bb6124L, 9, "shop=1", 1, Attributes.of("reason", "batch"), 0)))
        .droppedLinksCount(1)
        .status(new Status(Status.Code.ERROR, "no such table"))
        .traceState("shop=00f067aa0ba902b7")
        .resource(Resource.of(appResource()))
        .scope(new Scope("io.opentelemetry.tomcat-10.0", "2.29.0", Attributes.EMPTY, 0, ""))
        .build();
  }

  private static Attributes appAttributes() {
    Attributes.Builder attributes =
        Attributes.builder()
            .put("http.request.method", "GET")
            .put("url.full", "https://shop.example/details/0?q=" + "%E2%9C%93".repeat(40))
            .put("http.response.status_code", 500)
            .put("http.route", "/details/{id}")
            .put("user_agent.original", "curl/8.5.0")
            .put("network.protocol.version", "2")
            .put("error.type", "java.sql.SQLException")
            .put("shop.price", 12.5)
            .put("shop.member", true);
    for (int i = 0; i < 12; i++) {
      attributes.put("shop.item." + i, i);
    }
    return attributes.build();
  }

  private static Attributes appResource() {
    return Attributes.builder()
        .put("service.name", "details")
        .put("service.namespace", "shop")
        .put("cloud.provider", "gcp")
        .put("cloud.availability_zone", "europe-west1-b")
        .put("k8s.cluster.name", "prod")
        .put("k8s.namespace.name", "shop")
        .put("k8s.pod.name", "details-v1-5c9d7b8f4-m8t6w")
        .put("k8s.container.name", "details")
        .put("k8s.node.name", "node-7")
        .put("telemetry.sdk.name", "opentelemetry")
        .put("telemetry.sdk.language", "java")
        .put("telemetry.sdk.version", "1.65.0")
        .build();
  }
}
