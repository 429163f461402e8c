package dev.ichnos.codec.xray;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.codec.DecodeException;
import dev.ichnos.codec.DecodeLimits;
import dev.ichnos.codec.RecordingSpanSink;
import dev.ichnos.model.AttributeList;
import dev.ichnos.model.Attributes;
import dev.ichnos.model.Event;
import dev.ichnos.model.Link;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanKind;
import dev.ichnos.model.Status;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Documents in the form that Envoy's tracer and X-Ray's developer guide show. */
class XRayGoldenTest {
  private static final long HIGH = 0x581cf771a0066491L;
  private static final long LOW = 0x27e371903a2de979L;
  private static final long SHOP = 0x70de5b6f19ff9a0aL;
  private static final long ORDERS = 0x53995c3f42cd8ad8L;
  private static final Status FAILED = new Status(Status.Code.ERROR, "");

  private final RecordingSpanSink sink = new RecordingSpanSink();

  @Test
  void decode_envoy_canonical() throws IOException, DecodeException {
    List<Span> spans = decode("envoy.txt");

    assertThat(spans)
        .containsExactly(
            Span.builder()
                .traceId(0x69572b4548485a39L, 0x53bb6124463ac35cL)
                .spanId(0x5b4185666d50f68bL)
                .parentSpanId(0x48485a3953bb6124L)
                .name("details")
                .kind(SpanKind.SERVER)
                .startEpochNanos(1_767_323_045_000_006_000L)
                .endEpochNanos(1_767_323_045_004_005_900L)
                .attributes(
                    Attributes.builder()
                        .put("component", "proxy")
                        .put("direction", "ingress")
                        .put("http.protocol", "HTTP/1.1")
                        .put(
                            "node_id",
                            "sidecar~10.4.1.7~details-v1-79f774bdb9-4kvmx.default~default.svc.cluster.local")
                        .put("response_flags", "-")
                        .put("upstream_cluster", "inbound|9080||")
                        .put("http.request.method", "GET")
                        .put("url.full", "http://details:9080/details/0")
                        .put("user_agent.original", "curl/8.5.0")
                        .put("client.address", "10.4.0.12")
                        .put("aws.xray.x_forwarded_for", false)
                        .put("http.response.status_code", 200)
                        .put("http.response.body.size", 178)
                        .put("aws.app_mesh", Attributes.of("mesh_name", "demo"))
                        .build())
                .resource(spans.get(0).resource())
                .build());
    assertThat(spans.get(0).resource().attributes())
        .isEqualTo(
            Attributes.builder()
                .put("service.name", "details")
                .put("aws.xray.origin", "AWS::AppMesh::Proxy")
                .build());
    assertThat(sink.mended()).isEmpty();
  }

  @Test
  void decode_sdk_segmentIsAServersSpan() throws IOException, DecodeException {
    Span shop = decode("sdk.txt").get(0);

    assertThat(shop)
        .isEqualTo(
            Span.builder()
                .traceId(HIGH, LOW)
                .spanId(SHOP)
                .name("shop")
                .kind(SpanKind.SERVER)
                .startEpochNanos(1_478_293_361_271_000_000L)
                .endEpochNanos(1_478_293_361_449_000_000L)
                .status(new Status(Status.Code.ERROR, "no stock"))
                .attributes(
                    Attributes.builder()
                        .put("customer_category", 124)
                        .put("zip", 98101.5)
                        .put("vip", true)
                        .put("region", "eu")
                        .put("aws.xray.fault", true)
                        .put("enduser.id", "u-1")
                        .put("http.request.method", "GET")
                        .put("client.address", "78.255.233.48")
                        .put("url.full", "https://shop.example.com/")
                        .put("user_agent.original", "Mozilla/5.0")
                        .put("aws.xray.x_forwarded_for", true)
                        .put("http.response.status_code", 500)
                        .put(
                            "aws.xray.metadata.default",
                            Attributes.builder()
                                .put(
                                    "order",
                                    Attributes.builder()
                                        .put(
                                            "items",
                                            AttributeList.builder()
                                                .add(1)
                                                .add("two")
                                                .addEmpty()
                                                .build())
                                        .build())
                                .build())
                        .put(
                            "aws.xray.metadata.debug", Attributes.builder().put("on", true).build())
                        .put("aws.xray.cause.working_directory", "/srv")
                        .put("aws.xray.cause.paths", AttributeList.ofStrings(List.of("a.jar")))
                        .build())
                .events(
                    List.of(
                        new Event(
                            0,
                            "exception",
                            Attributes.builder()
                                .put("aws.xray.exception.id", "3e9f1c8a8b0a1b2c")
                                .put("aws.xray.exception.remote", false)
                                .put("aws.xray.exception.truncated", 1)
                                .put("aws.xray.exception.skipped", 0)
                                .put("aws.xray.exception.cause", "4e9f1c8a8b0a1b2c")
                                .put("exception.type", "java.lang.IllegalStateException")
                                .put("exception.message", "no stock")
                                .put(
                                    "exception.stacktrace",
                                    "java.lang.IllegalStateException: no stock\n"
                                        + "\tat shop.buy(Shop.java:42)\n"
                                        + "\tat shop.run(Shop.java:?)\n")
                                .build(),
                            0)))
                .links(
                    List.of(
                        new Link(
                            0x581cf771b0066491L,
                            LOW,
                            0x0a0b0c0d0e0f1011L,
                            "",
                            0,
                            Attributes.of("reason", "batch"),
                            0)))
                .resource(shop.resource())
                .build());
    assertThat(shop.resource().attributes())
        .isEqualTo(
            Attributes.builder()
                .put("service.name", "shop")
                .put("cloud.account.id", "123456789012")
                .put("cloud.provider", "aws")
                .put("cloud.availability_zone", "us-west-2a")
                .put("host.id", "i-0b5a")
                .put("host.type", "m3.large")
                .put("host.image.id", "ami-1")
                .put("service.version", "v5")
                .put("service.instance.id", "53")
                .put("service.namespace", "shop-eu")
                .put("telemetry.sdk.name", "X-Ray for Java")
                .put("telemetry.sdk.version", "2.15.0")
                .put("aws.xray.auto_instrumentation", false)
                .put(
                    "aws.cloudwatch_logs",
                    AttributeList.builder().add(Attributes.of("log_group", "shop")).build())
                .put("aws.xray.origin", "AWS::ElasticBeanstalk::Environment")
                .put("aws.xray.service.runtime", "Java")
                .put("aws.xray.resource_arn", "arn:aws:x")
                .build());
  }

  @Test
  void decode_sdk_subsegmentsAreCallsOrParts() throws IOException, DecodeException {
    List<Span> spans = decode("sdk.txt");

    assertThat(spans)
        .extracting(Span::name)
        .containsExactly("shop", "orders", "marshal", "DynamoDB", "ebdb@db.example.com");
    assertThat(spans)
        .extracting(Span::kind)
        .containsExactly(
            SpanKind.SERVER, SpanKind.CLIENT, SpanKind.INTERNAL, SpanKind.CLIENT, SpanKind.CLIENT);
    assertThat(spans).extracting(Span::parentSpanId).containsExactly(0L, SHOP, ORDERS, SHOP, SHOP);
    assertThat(spans).allMatch(span -> span.resource() == spans.get(0).resource());
    assertThat(spans).allMatch(span -> span.traceIdHigh() == HIGH && span.traceIdLow() == LOW);
    assertThat(spans.get(1).status()).isEqualTo(FAILED);
    assertThat(spans.get(1).attributes())
        .isEqualTo(
            Attributes.builder()
                .put("aws.xray.namespace", "remote")
                .put("http.request.method", "POST")
                .put("url.full", "https://orders.example.com/new")
                .put("aws.xray.traced", true)
                .put("http.response.status_code", 429)
                .put("http.response.body.size", 12)
                .put("aws.xray.error", true)
                .put("aws.xray.throttle", true)
                .put("peer.service", "orders")
                .build());
    assertThat(spans.get(3).endAbsent()).isTrue();
    assertThat(spans.get(3).attributes())
        .isEqualTo(
            Attributes.builder()
                .put("aws.xray.namespace", "aws")
                .put("aws.xray.inprogress", true)
                .put("aws.operation", "PutItem")
                .put("aws.region", "us-east-2")
                .put("aws.request_id", "3AIE")
                .put("aws.table_name", "orders")
                .put("aws.xray.retries", 2)
                .put("aws.account_id", "1")
                .put("aws.xray.precursor_ids", AttributeList.ofStrings(List.of("53995c3f42cd8ad8")))
                .put("peer.service", "DynamoDB")
                .build());
    assertThat(spans.get(4).status()).isEqualTo(FAILED);
    assertThat(spans.get(4).attributes())
        .isEqualTo(
            Attributes.builder()
                .put("aws.xray.namespace", "remote")
                .put("aws.xray.fault", true)
                .put("db.connection_string", "jdbc:postgresql://db.example.com:5432/ebdb")
                .put("db.system", "PostgreSQL")
                .put("db.query.text", "SELECT ?")
                .put("db.user", "dbuser")
                .put("aws.xray.sql.preparation", "statement")
                .put("aws.xray.exception.id", "3e9f1c8a8b0a1b2c")
                .put("peer.service", "ebdb@db.example.com")
                .build());
  }

  private List<Span> decode(String name) throws IOException, DecodeException {
    byte[] message;
    try (InputStream in = XRayGoldenTest.class.getResourceAsStream("/golden/xray/" + name)) {
      message = in.readAllBytes();
    }
    new XRayDecoder().decode(ByteBuffer.wrap(message), DecodeLimits.DEFAULT, sink);
    assertThat(sink.dropped()).isEmpty();
    return sink.spans();
  }
}
