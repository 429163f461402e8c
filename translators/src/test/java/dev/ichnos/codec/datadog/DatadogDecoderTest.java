package dev.ichnos.codec.datadog;

import static dev.ichnos.codec.datadog.Decoded.START;
import static dev.ichnos.codec.datadog.Decoded.wire;
import static dev.ichnos.codec.datadog.Msgpack.map;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.codec.MendReason;
import dev.ichnos.codec.RecordingSpanSink;
import dev.ichnos.model.Attributes;
import dev.ichnos.model.Event;
import dev.ichnos.model.Link;
import dev.ichnos.model.Sampled;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanKind;
import dev.ichnos.model.Status;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One span of v0.4: where each of its fields and tags goes. */
class DatadogDecoderTest {
  @Test
  void decode_fields_areThere() throws Exception {
    Span span = Decoded.span(wire(2, "parent_id", 1L, "type", "grpc"));

    assertThat(span.traceIdHigh()).isZero();
    assertThat(span.traceIdLow()).isEqualTo(7);
    assertThat(span.spanId()).isEqualTo(2);
    assertThat(span.parentSpanId()).isEqualTo(1);
    assertThat(span.name()).isEqualTo("GET /reviews/{id}");
    assertThat(span.startEpochNanos()).isEqualTo(START);
    assertThat(span.endEpochNanos()).isEqualTo(START + 1_000);
    assertThat(span.status()).isEqualTo(Status.UNSET);
    assertThat(span.sampled()).isEqualTo(Sampled.DEFERRED);
    assertThat(span.resource().attributes())
        .isEqualTo(Attributes.of("service.name", "reviews.default"));
    assertThat(span.attributes())
        .isEqualTo(
            Attributes.builder()
                .put("operation.name", "http.request")
                .put("resource.name", "GET /reviews/{id}")
                .put("span.type", "grpc")
                .build());
  }

  @Test
  void decode_database_isNamedByItsOperation() throws Exception {
    Span span =
        Decoded.span(wire(1, "name", "postgres.query", "resource", "SELECT 1", "type", "sql"));

    assertThat(span.name()).isEqualTo("postgres.query");
    assertThat(span.attributes().string("resource.name")).isEqualTo("SELECT 1");
  }

  @Test
  void decode_noResource_isNamedByItsOperation() throws Exception {
    assertThat(Decoded.span(wire(1, "resource", null)).name()).isEqualTo("http.request");
  }

  @Test
  void decode_unsigned64_keepsAllBits() throws Exception {
    BigInteger id = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.TWO);
    Span span = Decoded.span(wire(1, "trace_id", id, "span_id", id, "parent_id", id));

    assertThat(span.traceIdLow()).isEqualTo(-2);
    assertThat(span.spanId()).isEqualTo(-2);
    assertThat(span.parentSpanId()).isEqualTo(-2);
  }

  @Test
  void decode_numbersOfEveryShape_areRead() throws Exception {
    byte[] message =
        Msgpack.of(
            List.of(
                List.of(
                    wire(
                        1,
                        "trace_id",
                        "18446744073709551615",
                        "span_id",
                        9.0f,
                        "parent_id",
                        -1,
                        "start",
                        (double) START,
                        "error",
                        true))));
    RecordingSpanSink sink = Decoded.of(DatadogDecoder.v04(), message);

    Span span = sink.spans().get(0);
    assertThat(span.traceIdLow()).isEqualTo(-1);
    assertThat(span.spanId()).isEqualTo(9);
    assertThat(span.parentSpanId()).isEqualTo(-1);
    assertThat(span.startEpochNanos()).isEqualTo(START);
    assertThat(span.status().code()).isEqualTo(Status.Code.ERROR);
    assertThat(sink.mended())
        .isEqualTo(Map.of(MendReason.NUMBER_SHAPE, 3, MendReason.VALUE_TYPE, 1));
  }

  @Test
  void decode_nilEverywhere_isAbsent() throws Exception {
    Span span =
        Decoded.span(
            wire(
                1,
                "service",
                null,
                "name",
                null,
                "resource",
                null,
                "type",
                null,
                "parent_id",
                null,
                "start",
                null,
                "duration",
                null,
                "error",
                null,
                "meta",
                null,
                "metrics",
                null,
                "meta_struct",
                null,
                "span_links",
                null,
                "span_events",
                null));

    assertThat(span)
        .isEqualTo(
            Span.builder().traceId(0, 7).spanId(1).startAbsent(true).endAbsent(true).build());
  }

  @Test
  void decode_unknownKeys_areSkipped() throws Exception {
    Map<String, Object> span = map("novel", map("a", List.of(1, 2)), "other", null);
    span.putAll(wire(1));
    assertThat(Decoded.span(span)).isEqualTo(Decoded.span(wire(1)));
  }

  @Test
  void decode_metrics_wholeOnesAreIntegers() throws Exception {
    Span span =
        Decoded.tagged(map(), map("a", 3.0, "b", 2.5, "c", 17, "d", -0.0, "e", 1e300, "f", 0.5f));

    assertThat(span.attributes().integer("a", 0)).isEqualTo(3);
    assertThat(span.attributes().integer("c", 0)).isEqualTo(17);
    assertThat(span.attributes().toString()).contains("b=2.5, c=17, d=-0.0, e=1.0E300, f=0.5");
  }

  @Test
  void decode_tagsOfOtherTypes_areKeptAndCounted() throws Exception {
    Map<String, Object> meta = map("int", 5, "bool", true, "nil", null, "list", List.of(1));
    Map<String, Object> metrics = map("text", "x", "flag", true, "none", null, "map", map());
    RecordingSpanSink sink =
        Decoded.of(
            DatadogDecoder.v04(),
            Msgpack.of(List.of(List.of(wire(1, "meta", meta, "metrics", metrics)))));

    assertThat(sink.spans().get(0).attributes().toString())
        .contains("int=5, bool=true, text=x, flag=true, operation");
    assertThat(sink.mended())
        .isEqualTo(Map.of(MendReason.VALUE_TYPE, 4, MendReason.FIELD_LEFT_OUT, 2));
  }

  @ParameterizedTest
  @CsvSource({"server,SERVER", "CLIENT,CLIENT", "producer,PRODUCER", "consumer,CONSUMER"})
  void decode_spanKind_isKind(String tag, SpanKind kind) throws Exception {
    Span span = Decoded.tagged(map("span.kind", tag), map());
    assertThat(span.kind()).isEqualTo(kind);
    assertThat(span.attributes().contains("span.kind")).isFalse();
  }

  @Test
  void decode_processTags_areTheResources() throws Exception {
    Span span =
        Decoded.tagged(
            map(
                "env",
                "prod",
                "version",
                "1.2",
                "_dd.hostname",
                "node-1",
                "language",
                "jvm",
                "runtime-id",
                "3ac3",
                "k8s.pod.name",
                "reviews-1"),
            map("process_id", 17.0));

    assertThat(span.resource().attributes())
        .isEqualTo(
            Attributes.builder()
                .put("service.name", "reviews.default")
                .put("deployment.environment.name", "prod")
                .put("service.version", "1.2")
                .put("telemetry.sdk.language", "jvm")
                .put("service.instance.id", "3ac3")
                .put("k8s.pod.name", "reviews-1")
                .put("process.pid", 17L)
                .put("host.name", "node-1")
                .build());
    assertThat(span.attributes().size()).isEqualTo(2);
  }

  @Test
  void decode_serviceInItsForm_isCalledAsBefore() throws Exception {
    Span span =
        Decoded.span(wire(1, "service", "shop_cart", "meta", map("service.name", "Shop Cart")));
    assertThat(span.resource().attributes().string("service.name")).isEqualTo("Shop Cart");

    span = Decoded.span(wire(1, "service", "redis", "meta", map("service.name", "Shop Cart")));
    assertThat(span.resource().attributes().string("service.name")).isEqualTo("redis");
  }

  @Test
  void decode_tracersError_isStatusAndException() throws Exception {
    Span span =
        Decoded.span(
            wire(
                1,
                "error",
                1,
                "meta",
                map(
                    "error.message",
                    "no",
                    "error.type",
                    "java.io.IOException",
                    "error.stack",
                    "java.io.IOException: no\n\tat A.b")));

    assertThat(span.status()).isEqualTo(new Status(Status.Code.ERROR, "no"));
    assertThat(span.attributes().string("error.type")).isEqualTo("java.io.IOException");
    assertThat(span.attributes().contains("error.stack")).isFalse();
    assertThat(span.attributes().contains("error.message")).isFalse();
    assertThat(span.events())
        .containsExactly(
            new Event(
                START + 1_000,
                "exception",
                Attributes.builder()
                    .put("exception.type", "java.io.IOException")
                    .put("exception.message", "no")
                    .put("exception.stacktrace", "java.io.IOException: no\n\tat A.b")
                    .build(),
                0));
  }

  @Test
  void decode_errorTagsWithoutError_stayTags() throws Exception {
    Span span = Decoded.tagged(map("error.message", "handled", "error.msg", "m"), map());
    assertThat(span.status()).isEqualTo(Status.UNSET);
    assertThat(span.attributes().string("error.message")).isEqualTo("handled");
    assertThat(span.attributes().string("error.msg")).isEqualTo("m");
  }

  @Test
  void decode_olderErrorMsg_isTheMessage() throws Exception {
    Span span = Decoded.span(wire(1, "error", 1, "meta", map("error.msg", "old")));
    assertThat(span.status()).isEqualTo(new Status(Status.Code.ERROR, "old"));
  }

  @Test
  void decode_otelStatus_isTheStatus() throws Exception {
    assertThat(Decoded.tagged(map("otel.status_code", "Ok"), map()).status())
        .isEqualTo(new Status(Status.Code.OK, ""));
    Span reason =
        Decoded.span(
            wire(
                1,
                "error",
                1,
                "meta",
                map(
                    "otel.status_code",
                    "Error",
                    "error.message",
                    "503 Service Unavailable",
                    "error.msg",
                    "503 Service Unavailable",
                    "http.status_code",
                    "503")));
    assertThat(reason.status()).isEqualTo(new Status(Status.Code.ERROR, ""));
    assertThat(reason.attributes().contains("error.message")).isFalse();
  }

  @Test
  void decode_eventsAndLinksInTags_areEventsAndLinks() throws Exception {
    Span span =
        Decoded.tagged(
            map(
                "events",
                "[{\"time_unix_nano\":5,\"name\":\"e\",\"attributes\":{\"n\":1,\"t\":\"x\","
                    + "\"l\":[1.5,true,null],\"m\":{\"k\":\"v\"}},\"dropped_attributes_count\":2}]",
                "_dd.span_links",
                "[{\"trace_id\":\"00000000000000010000000000000002\",\"span_id\":"
                    + "\"0000000000000003\",\"tracestate\":\"a=b\",\"flags\":1,"
                    + "\"attributes\":{\"k\":\"v\"}}]"),
            map());

    Event event = span.events().get(0);
    assertThat(event.epochNanos()).isEqualTo(5);
    assertThat(event.name()).isEqualTo("e");
    assertThat(event.attributes().toString())
        .isEqualTo("{n=1, t=x, l=[1.5, true, (empty)], m={k=v}}");
    assertThat(event.droppedAttributesCount()).isEqualTo(2);
    assertThat(span.links())
        .containsExactly(new Link(1, 2, 3, "a=b", 1, Attributes.of("k", "v"), 0));
  }

  @Test
  void decode_eventsThatAreNone_stayText() throws Exception {
    for (String text : List.of("", "x", "[1]", "{}", "[{\"name\":\"a\"", "[]]", "[{},1]")) {
      Span span = Decoded.tagged(map("events", text, "_dd.span_links", text), map());
      assertThat(span.attributes().string("events")).isEqualTo(text);
      assertThat(span.attributes().contains("_dd.span_links")).isTrue();
      assertThat(span.events()).isEmpty();
    }
  }

  @Test
  void decode_nativeLinks_areLinks() throws Exception {
    Span span =
        Decoded.span(
            wire(
                1,
                "span_links",
                List.of(
                    map(
                        "trace_id",
                        2,
                        "trace_id_high",
                        BigInteger.ONE.shiftLeft(63),
                        "span_id",
                        3L,
                        "attributes",
                        map("k", "v"),
                        "tracestate",
                        "a=b",
                        "flags",
                        (1L << 31) | 1,
                        "new",
                        1))));
    assertThat(span.links())
        .containsExactly(new Link(Long.MIN_VALUE, 2, 3, "a=b", 1, Attributes.of("k", "v"), 0));
  }

  @Test
  void decode_nativeEvents_areEvents() throws Exception {
    Span span =
        Decoded.span(
            wire(
                1,
                "span_events",
                List.of(
                    map(
                        "time_unix_nano",
                        5L,
                        "name",
                        "e",
                        "attributes",
                        map(
                            "s", map("type", 0, "string_value", "x"),
                            "b", map("type", 1, "bool_value", true),
                            "i", map("int_value", 7, "type", 2),
                            "d", map("type", 3, "double_value", 2.5),
                            "a",
                                map(
                                    "type",
                                    4,
                                    "array_value",
                                    map(
                                        "values",
                                        List.of(
                                            map("type", 0, "string_value", "y"),
                                            map("type", 2, "int_value", 8)))))))));
    assertThat(span.events()).hasSize(1);
    assertThat(span.events().get(0).epochNanos()).isEqualTo(5);
    assertThat(span.events().get(0).attributes().toString())
        .isEqualTo("{s=x, b=true, i=7, d=2.5, a=[y, 8]}");
  }

  @Test
  void decode_metaStruct_isBytes() throws Exception {
    Span span = Decoded.span(wire(1, "meta_struct", map("appsec", new byte[] {1, 2})));
    assertThat(span.attributes().toString()).contains("meta_struct.appsec=[1, 2]");
  }

  @Test
  void decode_httpNames_becomeOtels() throws Exception {
    Span span =
        Decoded.tagged(
            map(
                "http.method",
                "GET",
                "http.useragent",
                "curl",
                "http.client_ip",
                "10.0.0.1",
                "http.version",
                "1.1",
                "http.server_name",
                "shop",
                "http.request.headers.host",
                "shop"),
            map("http.request.content_length", 12.0));

    assertThat(span.attributes().string("user_agent.original")).isEqualTo("curl");
    assertThat(span.attributes().string("client.address")).isEqualTo("10.0.0.1");
    assertThat(span.attributes().string("network.protocol.version")).isEqualTo("1.1");
    assertThat(span.attributes().string("server.address")).isEqualTo("shop");
    assertThat(span.attributes().integer("http.request.body.size", 0)).isEqualTo(12);
    assertThat(span.attributes().toString()).contains("http.request.header.host=[shop]");
    assertThat(Decoded.tagged(map("http.client_ip", "10.0.0.1"), map()).attributes())
        .matches(attributes -> attributes.contains("http.client_ip"));
  }

  @Test
  void decode_timesOutOfRange_areAbsent() throws Exception {
    RecordingSpanSink sink =
        Decoded.of(
            DatadogDecoder.v04(),
            Msgpack.of(
                List.of(
                    List.of(
                        wire(1, "start", -5L),
                        wire(2, "duration", -5L),
                        wire(3, "duration", Long.MAX_VALUE)))));
    assertThat(sink.spans().get(0).startAbsent()).isTrue();
    assertThat(sink.spans().get(1).endEpochNanos()).isEqualTo(START);
    assertThat(sink.spans().get(2).endAbsent()).isTrue();
    assertThat(sink.mended().get(MendReason.TIME)).isEqualTo(4);
  }

  @Test
  void decode_textThatIsNotUtf8_isMended() throws Exception {
    Msgpack.Raw bad = new Msgpack.Raw(new byte[] {(byte) 0xa2, 'a', (byte) 0xff});
    RecordingSpanSink sink =
        Decoded.of(
            DatadogDecoder.v04(),
            Msgpack.of(List.of(List.of(wire(1, "resource", bad, "meta", map("k", bad))))));
    assertThat(sink.spans().get(0).name()).isEqualTo("a\uFFFD");
    assertThat(sink.mended().get(MendReason.INVALID_UTF8)).isEqualTo(2);
  }

  @Test
  void decode_textAsBytes_isText() throws Exception {
    Span span = Decoded.span(wire(1, "service", "s".getBytes(StandardCharsets.UTF_8)));
    assertThat(span.resource().attributes().string("service.name")).isEqualTo("s");
  }
}
