package dev.ichnos.codec.datadog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.codec.DecodeLimits;
import dev.ichnos.codec.RecordingSpanSink;
import dev.ichnos.codec.zipkin.ZipkinV2JsonDecoder;
import dev.ichnos.model.AttributeList;
import dev.ichnos.model.Attributes;
import dev.ichnos.model.Event;
import dev.ichnos.model.Link;
import dev.ichnos.model.Resource;
import dev.ichnos.model.Scope;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanFixtures;
import dev.ichnos.model.SpanKind;
import dev.ichnos.model.Status;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The golden files are ours: the messages as msgpack's own library reads them, shown as JSON. */
class DatadogGoldenTest {
  private static final Resource CHECKOUT =
      Resource.of(
          Attributes.builder()
              .put("service.name", "Checkout")
              .put("service.version", "1.8.2")
              .put("deployment.environment.name", "Production")
              .put("k8s.namespace.name", "shop")
              .put("k8s.pod.name", "checkout-7d4f8c9b6-x2kqz")
              .put("k8s.node.name", "gke-pool-1-abcd")
              .put("k8s.deployment.name", "checkout")
              .put("container.id", "3f1d")
              .put("process.pid", 17L)
              .build());

  private static final Scope SCOPE =
      new Scope("io.opentelemetry.tomcat-10.0", "2.9.0", Attributes.EMPTY, 0, "");

  @Test
  void envoy_bothSidecarsOfOneRequest_v04() throws Exception {
    byte[] zipkin = file("/golden/zipkin-v2-json/envoy.json");
    RecordingSpanSink sink = new RecordingSpanSink();
    new ZipkinV2JsonDecoder().decode(ByteBuffer.wrap(zipkin), DecodeLimits.DEFAULT, sink);

    same("envoy.v04.json", Encoded.v04(sink.spans().toArray(Span[]::new)));
  }

  @Test
  void application_everyKindOfCall_v04() throws Exception {
    same("application.v04.json", Encoded.v04(application()));
  }

  @Test
  void application_everyKindOfCall_v07() throws Exception {
    DatadogEncoder encoder = DatadogEncoder.v07(DatadogOptions.defaults());
    same("application.v07.json", Encoded.of(encoder, SpanFixtures.batch(application())));
  }

  private static Span[] application() {
    Span server =
        span(1, 0, SpanKind.SERVER, "POST /orders/{id}")
            .attributes(
                Attributes.builder()
                    .put("http.request.method", "POST")
                    .put("http.route", "/orders/{id}")
                    .put("url.path", "/orders/17")
                    .put("http.response.status_code", 500L)
                    .put("server.address", "shop.example.org")
                    .put("client.address", "203.0.113.9")
                    .put("user_agent.original", "curl/8.5.0")
                    .put("network.protocol.version", "1.1")
                    .put("http.request.header.accept", AttributeList.ofStrings(List.of("*/*")))
                    .put("order.id", 17L)
                    .put("cart.items", 3L)
                    .put("cart.total", 49.5)
                    .put("cart.gift", true)
                    .build())
            .status(new Status(Status.Code.ERROR, ""))
            .events(
                List.of(
                    Event.of(SpanFixtures.START + 1_000, "cache.miss"),
                    new Event(
                        SpanFixtures.START + 2_000,
                        "exception",
                        Attributes.builder()
                            .put("exception.type", "java.sql.SQLException")
                            .put("exception.message", "no \"orders\" here")
                            .put("exception.stacktrace", "java.sql.SQLException: no\n\tat A.b(A)")
                            .build(),
                        1)))
            .links(
                List.of(
                    new Link(
                        0x0102030405060708L,
                        0x1112131415161718L,
                        0x2122232425262728L,
                        "dd=s:1",
                        1,
                        Attributes.builder().put("why", "a \"quoted\"\nline").put("n", 2L).build(),
                        0)))
            .traceState("dd=s:2;o:rum")
            .build();
    Span database =
        span(2, 1, SpanKind.CLIENT, "SELECT shop.orders")
            .attributes(
                Attributes.builder()
                    .put("db.system.name", "postgresql")
                    .put("db.query.text", "SELECT * FROM orders WHERE id = ?")
                    .put("server.address", "orders-db")
                    .put("server.port", 5432L)
                    .build())
            .build();
    Span rpc =
        span(3, 1, SpanKind.CLIENT, "shop.Stock/Reserve")
            .attributes(
                Attributes.builder()
                    .put("rpc.system", "grpc")
                    .put("rpc.service", "shop.Stock")
                    .put("rpc.method", "Reserve")
                    .put("rpc.grpc.status_code", 0L)
                    .put("peer.service", "Stock")
                    .build())
            .build();
    Span message =
        span(4, 1, SpanKind.PRODUCER, "orders publish")
            .attributes(
                Attributes.builder()
                    .put("messaging.system", "kafka")
                    .put("messaging.operation.type", "publish")
                    .put("messaging.destination.name", "orders")
                    .build())
            .build();
    return new Span[] {database, rpc, message, server};
  }

  private static Span.Builder span(long id, long parent, SpanKind kind, String name) {
    return Span.builder()
        .traceId(SpanFixtures.TRACE_HIGH, SpanFixtures.TRACE_LOW)
        .spanId(id)
        .parentSpanId(parent)
        .kind(kind)
        .name(name)
        .startEpochNanos(SpanFixtures.START + id * 1_000)
        .endEpochNanos(SpanFixtures.START + id * 1_000_000)
        .resource(CHECKOUT)
        .scope(SCOPE);
  }

  private static void same(String name, Encoded encoded) throws IOException {
    assertThat(MsgpackOracle.json(encoded.bytes))
        .isEqualTo(new String(file("/golden/datadog/" + name), StandardCharsets.UTF_8));
  }

  private static byte[] file(String path) throws IOException {
    try (InputStream in = DatadogGoldenTest.class.getResourceAsStream(path)) {
      return Objects.requireNonNull(in, path).readAllBytes();
    }
  }
}
