package dev.ichnos.codec.datadog;

import static dev.ichnos.codec.datadog.Decoded.START;
import static dev.ichnos.codec.datadog.Decoded.wire;
import static dev.ichnos.codec.datadog.Msgpack.map;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ichnos.codec.MendReason;
import dev.ichnos.codec.RecordingSpanSink;
import dev.ichnos.codec.SpanDecoder;
import dev.ichnos.model.Sampled;
import dev.ichnos.model.Span;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The dictionary of v0.5, the head of v0.7, JSON, and what headers add to all of them. */
class DatadogVersionsTest {
  private static final List<String> TEXTS =
      List.of("", "reviews", "http.request", "GET /", "web", "span.kind", "server", "m");

  private static Object v05Span(int service) {
    return List.of(service, 2, 3, 7L, 1L, 0, START, 1_000L, 1, indexes(5, 6), Map.of(7, 2.0), 4);
  }

  private static Map<Integer, Integer> indexes(int... pairs) {
    Map<Integer, Integer> map = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      map.put(pairs[i], pairs[i + 1]);
    }
    return map;
  }

  @Test
  void v05_span_isAsInV04() throws Exception {
    byte[] message = Msgpack.of(List.of(TEXTS, List.of(List.of(v05Span(1)))));
    Span span = Decoded.of(DatadogDecoder.v05(), message).spans().get(0);

    assertThat(span)
        .isEqualTo(
            Decoded.span(
                wire(
                    1,
                    "service",
                    "reviews",
                    "name",
                    "http.request",
                    "resource",
                    "GET /",
                    "type",
                    "web",
                    "error",
                    1,
                    "meta",
                    map("span.kind", "server"),
                    "metrics",
                    map("m", 2.0))));
  }

  @Test
  void v05_indexOutsideTheDictionary_leavesTheFieldOut() throws Exception {
    byte[] message = Msgpack.of(List.of(TEXTS, List.of(List.of(v05Span(99), v05Span(-1)))));
    RecordingSpanSink sink = Decoded.of(DatadogDecoder.v05(), message);
    assertThat(sink.spans()).hasSize(2).allMatch(span -> span.resource().attributes().isEmpty());
    assertThat(sink.mended()).isEqualTo(Map.of(MendReason.FIELD_LEFT_OUT, 2));
  }

  @Test
  void v05_spanOfAnotherLength_isDroppedAlone() throws Exception {
    byte[] message =
        Msgpack.of(List.of(TEXTS, List.of(Arrays.asList(List.of(1, 2), null, v05Span(1)))));
    RecordingSpanSink sink = Decoded.of(DatadogDecoder.v05(), message);
    assertThat(sink.spans()).hasSize(1);
    assertThat(sink.dropped())
        .satisfiesExactly(
            text ->
                assertThat(text)
                    .startsWith("1 MALFORMED_SPAN [1][0][0] at byte ")
                    .endsWith(": 2 values (expected: an array of 12)"),
            text -> assertThat(text).contains("[1][0][1]").contains("nil"));
  }

  @Test
  void v05_probe_isNoSpans() throws Exception {
    assertThat(Decoded.of(DatadogDecoder.v05(), Msgpack.of(List.of(List.of(), List.of()))).spans())
        .isEmpty();
  }

  @Test
  void v05_notTwoParts_isRefused() {
    assertThatThrownBy(() -> Decoded.of(DatadogDecoder.v05(), Msgpack.of(List.of(TEXTS))))
        .hasMessage(
            "Malformed DATADOG_V05_MSGPACK: byte 1: 1 values (expected: 2, the texts and the"
                + " chunks)");
    assertThatThrownBy(
            () -> Decoded.of(DatadogDecoder.v05(), Msgpack.of(List.of(List.of(1), List.of()))))
        .hasMessage("Malformed DATADOG_V05_MSGPACK: [0][0] at byte 2: integer (expected: string)");
  }

  private static Map<String, Object> payload(Object... chunks) {
    return map(
        "container_id", "c0ffee",
        "language_name", "java",
        "language_version", "17.0.1",
        "tracer_version", "1.68.1",
        "runtime_id", "r-1",
        "chunks", List.of(chunks),
        "tags", map("_dd.tags.container", "pod_name:reviews-1,kube_namespace:shop,team:a"),
        "env", "prod",
        "hostname", "node-1",
        "app_version", "2.0");
  }

  @Test
  void v07_head_isEverySpansResource() throws Exception {
    byte[] message =
        Msgpack.of(
            payload(
                map(
                    "priority",
                    -1,
                    "origin",
                    "synthetics",
                    "dropped_trace",
                    false,
                    "tags",
                    map("_dd.p.tid", "000000000000000a", "_dd.p.dm", "-4"),
                    "spans",
                    List.of(wire(1), wire(2, "meta", map("env", "own"))))));
    List<Span> spans = Decoded.of(DatadogDecoder.v07(), message).spans();

    assertThat(spans.get(0).resource().attributes().toString())
        .isEqualTo(
            "{service.name=reviews.default, host.name=node-1, container.id=c0ffee, telemetry.sdk.language=java,"
                + " process.runtime.version=17.0.1, telemetry.sdk.name=datadog,"
                + " telemetry.sdk.version=1.68.1, service.instance.id=r-1,"
                + " k8s.pod.name=reviews-1, k8s.namespace.name=shop,"
                + " datadog.container.tag.team=a, deployment.environment.name=prod,"
                + " service.version=2.0}");
    assertThat(spans.get(1).resource().attributes().string("deployment.environment.name"))
        .isEqualTo("own");
    assertThat(spans).allMatch(span -> span.traceIdHigh() == 10);
    assertThat(spans).allMatch(span -> span.sampled() == Sampled.NOT_SAMPLED);
    assertThat(spans.get(0).attributes().toString())
        .startsWith("{_dd.p.dm=-4, _dd.origin=synthetics, operation.name=")
        .endsWith("sampling.priority=-1}");
  }

  @Test
  void v07_noPriority_isDeferred() throws Exception {
    byte[] message =
        Msgpack.of(
            payload(
                map("spans", List.of(wire(1)), "priority", -128),
                map("dropped_trace", true, "spans", List.of(wire(2)))));
    assertThat(Decoded.of(DatadogDecoder.v07(), message).spans())
        .extracting(Span::sampled)
        .containsExactly(Sampled.DEFERRED, Sampled.NOT_SAMPLED);
  }

  @Test
  void v07_brokenSpan_saysWhere() {
    byte[] message =
        Msgpack.of(
            map(
                "chunks",
                List.of(
                    map(
                        "spans",
                        List.of(wire(1, "x", new Msgpack.Raw(new byte[] {(byte) 0xc1})))))));
    assertThatThrownBy(() -> Decoded.of(DatadogDecoder.v07(), message))
        .hasMessageMatching("Malformed DATADOG_V07_MSGPACK: chunks at byte \\d+: byte 0xc1.*");
    byte[] noText =
        Msgpack.of(map("chunks", List.of(map("spans", List.of(wire(1)), "tags", 5, "x", 1), 5)));
    assertThatThrownBy(() -> Decoded.of(DatadogDecoder.v07(), noText))
        .hasMessageMatching(
            "Malformed DATADOG_V07_MSGPACK: chunks\\[1\\] at byte \\d+: integer \\(expected:"
                + " map\\)");
  }

  private static final String JSON =
      """
      [[{"service":"reviews","name":"http.request","resource":"GET /","trace_id":18446744073709551615,
      "span_id":1,"parent_id":0,"start":1767323045000000000,"duration":"1000","error":0,
      "meta":{"k":"v","n":5,"x":null},"metrics":{"a":3,"b":2.5,"_sampling_priority_v1":1},
      "novel":{"a":[1]}}],null,[]]
      """;

  @Test
  void json_span_isAsInV04() throws Exception {
    RecordingSpanSink sink =
        Decoded.of(DatadogDecoder.json(), JSON.getBytes(StandardCharsets.UTF_8));
    Span span = sink.spans().get(0);
    assertThat(span.traceIdLow()).isEqualTo(-1);
    assertThat(span.endEpochNanos()).isEqualTo(START + 1_000);
    assertThat(span.sampled()).isEqualTo(Sampled.SAMPLED);
    assertThat(span.attributes().toString())
        .isEqualTo(
            "{k=v, n=5, a=3, b=2.5, sampling.priority=1, operation.name=http.request,"
                + " resource.name=GET /}");
    assertThat(sink.mended())
        .isEqualTo(Map.of(MendReason.NUMBER_SHAPE, 1, MendReason.VALUE_TYPE, 1));
  }

  @Test
  void json_flatList_isChunksOfOneSpan() throws Exception {
    String flat = "[{\"trace_id\":1,\"span_id\":2},{\"trace_id\":1,\"span_id\":0},7]";
    RecordingSpanSink sink =
        Decoded.of(DatadogDecoder.json(), flat.getBytes(StandardCharsets.UTF_8));
    assertThat(sink.spans()).hasSize(1);
    assertThat(sink.dropped())
        .containsExactly(
            "1 INVALID_SPAN_ID [1][0] at byte 28: span_id is absent or zero (expected: a whole"
                + " number of 64 bits)",
            "1 MALFORMED_SPAN [2][0] at byte 55: VALUE_NUMBER_INT (expected: a span object)");
  }

  @Test
  void json_broken_saysWhere() {
    assertThatThrownBy(
            () -> Decoded.of(DatadogDecoder.json(), "[[{]]".getBytes(StandardCharsets.UTF_8)))
        .hasMessageMatching("Malformed DATADOG_V04_JSON: byte \\d+: .*expected: a JSON list of.*");
    assertThatThrownBy(
            () -> Decoded.of(DatadogDecoder.json(), "{}".getBytes(StandardCharsets.UTF_8)))
        .hasMessageStartingWith("Malformed DATADOG_V04_JSON: byte 0: found START_OBJECT");
  }

  @Test
  void headers_holdWhereTheMessageSaysNothing() throws Exception {
    Map<String, String> headers = new HashMap<>();
    headers.put("datadog-meta-lang", "cpp");
    headers.put("datadog-meta-lang-version", "201703");
    headers.put("datadog-meta-lang-interpreter", "clang");
    headers.put("datadog-meta-tracer-version", "v0.2.2");
    headers.put("datadog-entity-id", "ci-c0ffee");
    headers.put("datadog-external-env", "it-false,cn-envoy,pu-uid-1");
    SpanDecoder decoder = DatadogDecoder.v04().from(name -> headers.getOrDefault(name, ""));
    byte[] message =
        Msgpack.of(List.of(List.of(wire(1), wire(2, "meta", map("language", "java")))));
    List<Span> spans = Decoded.of(decoder, message).spans();

    assertThat(spans.get(0).resource().attributes().toString())
        .isEqualTo(
            "{service.name=reviews.default, telemetry.sdk.language=cpp,"
                + " telemetry.sdk.name=datadog, telemetry.sdk.version=v0.2.2,"
                + " process.runtime.name=clang, process.runtime.version=201703,"
                + " container.id=c0ffee, k8s.container.name=envoy, k8s.pod.uid=uid-1}");
    assertThat(spans.get(1).resource().attributes().string("telemetry.sdk.language"))
        .isEqualTo("java");
    headers.put("datadog-container-id", "abc");
    headers.put("datadog-meta-lang", "\u0007");
    Span other =
        Decoded.of(DatadogDecoder.v04().from(name -> headers.getOrDefault(name, "")), message)
            .spans()
            .get(0);
    assertThat(other.resource().attributes().string("container.id")).isEqualTo("abc");
    assertThat(other.resource().attributes().contains("telemetry.sdk.language")).isFalse();
  }
}
