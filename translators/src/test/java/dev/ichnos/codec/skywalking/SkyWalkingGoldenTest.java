package dev.ichnos.codec.skywalking;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.util.JsonFormat;
import dev.ichnos.codec.DecodeException;
import dev.ichnos.model.Attributes;
import dev.ichnos.model.Event;
import dev.ichnos.model.Link;
import dev.ichnos.model.Resource;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanKind;
import dev.ichnos.model.Status;
import dev.ichnos.model.TraceId;
import dev.ichnos.propagation.SkyWalkingIds;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.skywalking.apm.network.language.agent.v3.SegmentCollection;
import org.apache.skywalking.apm.network.language.agent.v3.SegmentObject;
import org.junit.jupiter.api.Test;

/** The messages under golden/skywalking. */
class SkyWalkingGoldenTest {
  private static final String ENVOY_SEGMENT = "8e1d5c77-0a9b-4f1e-b1c2-6d7e8f901a2b";
  private static final String ENVOY_CALLER = "1f0e2d3c-4b5a-4697-8887-96a5b4c3d2e1";
  private static final String AGENT_TRACE = "a1b2c3d4e5f60718293a4b5c6d7e8f90.71.16411065133820001";
  private static final String AGENT_SEGMENT =
      "a1b2c3d4e5f60718293a4b5c6d7e8f90.71.16411065133820000";

  /** Envoy repeats the reference on its second span, where it says nothing new. */
  @Test
  void decode_envoy_canonical() throws IOException, DecodeException {
    List<Span> spans = Segments.decode(new SkyWalkingJsonDecoder(), Segments.golden("envoy.json"));

    Resource details =
        Resource.of(
            Attributes.builder()
                .put("service.name", "details.default")
                .put(
                    "service.instance.id",
                    "sidecar~10.4.0.12~details-v1-79f774bdb9-6jl2c.default~default.svc.cluster.local")
                .build());
    Span inbound =
        Span.builder()
            .traceId(0x4f2c8a1e7b3d4c5eL, 0x9a6f0d1b2c3e4f50L)
            .spanId(SkyWalkingIds.spanId(ENVOY_SEGMENT, 0))
            .parentSpanId(SkyWalkingIds.spanId(ENVOY_CALLER, 1))
            .name("details.default.svc.cluster.local:9080/*")
            .kind(SpanKind.SERVER)
            .startEpochNanos(1641106513382000000L)
            .endEpochNanos(1641106513391000000L)
            .status(new Status(Status.Code.ERROR, ""))
            .attributes(
                Attributes.builder()
                    .put("http.url", "http://details:9080/details/0")
                    .put("http.method", "GET")
                    .put(
                        "node_id",
                        "sidecar~10.4.0.12~details-v1-79f774bdb9-6jl2c.default~default.svc.cluster.local")
                    .put("component", "proxy")
                    .put("http.status_code", "503")
                    .put("error", "true")
                    .put("skywalking.trace_id", "4f2c8a1e-7b3d-4c5e-9a6f-0d1b2c3e4f50")
                    .put("skywalking.segment_id", ENVOY_SEGMENT)
                    .put("skywalking.span_id", 0)
                    .put("skywalking.parent_segment_id", ENVOY_CALLER)
                    .put("skywalking.parent_span_id", 1)
                    .put("skywalking.parent_service", "productpage.default")
                    .put(
                        "skywalking.parent_service_instance",
                        "sidecar~10.4.0.11~productpage-v1-6987489c74-7kxqz.default~default.svc.cluster.local")
                    .put("skywalking.parent_endpoint", "details.default.svc.cluster.local:9080/*")
                    .put("skywalking.address_used_at_peer", "10.4.0.12:9080")
                    .put("skywalking.layer", "Http")
                    .put("skywalking.component_id", 9000)
                    .build())
            .resource(details)
            .build();
    Span router =
        Span.builder()
            .traceId(0x4f2c8a1e7b3d4c5eL, 0x9a6f0d1b2c3e4f50L)
            .spanId(SkyWalkingIds.spanId(ENVOY_SEGMENT, 1))
            .parentSpanId(SkyWalkingIds.spanId(ENVOY_SEGMENT, 0))
            .name("router inbound|9080|| egress")
            .kind(SpanKind.CLIENT)
            .startEpochNanos(1641106513383000000L)
            .endEpochNanos(1641106513390000000L)
            .attributes(
                Attributes.builder()
                    .put("upstream_cluster", "inbound|9080||")
                    .put("skywalking.trace_id", "4f2c8a1e-7b3d-4c5e-9a6f-0d1b2c3e4f50")
                    .put("skywalking.segment_id", ENVOY_SEGMENT)
                    .put("skywalking.span_id", 1)
                    .put("skywalking.layer", "Http")
                    .put("skywalking.component_id", 9000)
                    .put("network.peer.address", "10.4.0.12")
                    .put("network.peer.port", 9080)
                    .build())
            .events(List.of(Event.of(1641106513384000000L, "first_upstream_tx_byte_sent")))
            .resource(details)
            .build();
    assertThat(spans).containsExactly(inbound, router);
    assertThat(spans.get(0).resource()).isSameAs(spans.get(1).resource());
  }

  /** Ids that are no UUIDs; a batch that two messages of two traces led to; an exception. */
  @Test
  void decode_javaAgent_canonical() throws IOException, DecodeException {
    List<Span> spans =
        Segments.decode(new SkyWalkingJsonDecoder(), Segments.golden("java-agent.json"));

    TraceId traceId = SkyWalkingIds.traceId(AGENT_TRACE);
    Span select = spans.get(0);
    Span consume = spans.get(1);
    assertThat(List.of(select.traceId(), consume.traceId())).containsOnly(traceId);
    assertThat(select.parentSpanId()).isEqualTo(consume.spanId());
    assertThat(select.kind()).isEqualTo(SpanKind.CLIENT);
    assertThat(select.status().code()).isEqualTo(Status.Code.ERROR);
    assertThat(select.attributes())
        .isEqualTo(
            Attributes.builder()
                .put("db.system", "Mysql")
                .put("db.name", "shop")
                .put("db.statement", "select * from orders where id = ?")
                .put("skywalking.trace_id", AGENT_TRACE)
                .put("skywalking.segment_id", AGENT_SEGMENT)
                .put("skywalking.span_id", 1)
                .put("skywalking.layer", "Database")
                .put("skywalking.component_id", 33)
                .put("server.address", "mysql.shop")
                .put("server.port", 3306)
                .put("skywalking.size_limited", true)
                .build());
    assertThat(select.events())
        .containsExactly(
            new Event(
                1641106513384000000L,
                "exception",
                Attributes.builder()
                    .put("exception.type", "java.sql.SQLException")
                    .put("exception.message", "Table 'shop.orders' doesn't exist")
                    .put(
                        "exception.stacktrace",
                        "java.sql.SQLException: Table 'shop.orders' doesn't exist\n"
                            + "\tat shop.Orders.load(Orders.java:41)")
                    .build(),
                0));

    assertThat(consume.kind()).isEqualTo(SpanKind.CONSUMER);
    assertThat(consume.parentSpanId())
        .isEqualTo(
            SkyWalkingIds.spanId("0f1e2d3c4b5a69788796a5b4c3d2e1f0.52.16411065133700002", 2));
    assertThat(consume.attributes().string("skywalking.peer"))
        .isEqualTo("kafka-1:9092;kafka-2:9092");
    String other = "a1b2c3d4e5f60718293a4b5c6d7e8f90.71.16411065133820077";
    String segment = "0f1e2d3c4b5a69788796a5b4c3d2e1f0.52.16411065133700009";
    assertThat(consume.links())
        .containsExactly(
            new Link(
                SkyWalkingIds.traceId(other).high(),
                SkyWalkingIds.traceId(other).low(),
                SkyWalkingIds.spanId(segment, 2),
                "",
                0,
                Attributes.builder()
                    .put("skywalking.trace_id", other)
                    .put("skywalking.parent_segment_id", segment)
                    .put("skywalking.parent_span_id", 2)
                    .put("skywalking.parent_service", "shop::web")
                    .build(),
                0));
    assertThat(consume.resource().attributes().string("service.name")).isEqualTo("shop::orders");
  }

  @Test
  void decode_protobufOfTheSame_sameSpans() throws IOException, DecodeException {
    SegmentObject.Builder envoy = SegmentObject.newBuilder();
    JsonFormat.parser().merge(text("envoy.json"), envoy);
    assertThat(Segments.decode(envoy.build()))
        .isEqualTo(Segments.decode(new SkyWalkingJsonDecoder(), Segments.golden("envoy.json")));

    SegmentCollection.Builder agent = SegmentCollection.newBuilder();
    JsonFormat.parser().merge("{\"segments\":" + text("java-agent.json") + "}", agent);
    assertThat(Segments.decode(SkyWalkingProtoDecoder.collection(), agent.build().toByteArray()))
        .isEqualTo(
            Segments.decode(new SkyWalkingJsonDecoder(), Segments.golden("java-agent.json")));
  }

  private static String text(String name) throws IOException {
    return new String(Segments.golden(name), StandardCharsets.UTF_8);
  }
}
