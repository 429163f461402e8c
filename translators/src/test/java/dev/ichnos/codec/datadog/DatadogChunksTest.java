package dev.ichnos.codec.datadog;

import static dev.ichnos.codec.datadog.Decoded.wire;
import static dev.ichnos.codec.datadog.Msgpack.map;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ichnos.codec.DecodeException;
import dev.ichnos.codec.DecodeLimits;
import dev.ichnos.codec.MendReason;
import dev.ichnos.codec.RecordingSpanSink;
import dev.ichnos.model.Resource;
import dev.ichnos.model.Sampled;
import dev.ichnos.model.Span;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said once and holds for a chunk, and what is wrong with one span or with a message. */
class DatadogChunksTest {
  private static List<Span> chunk(Object... spans) throws DecodeException {
    return Decoded.of(DatadogDecoder.v04(), Msgpack.of(List.of(List.of(spans)))).spans();
  }

  @Test
  void decode_upperHalfOnTheFirstSpan_isEverySpans() throws Exception {
    List<Span> spans =
        chunk(
            wire(1, "meta", map("_dd.p.tid", "640cfd5a00000000")),
            wire(2, "parent_id", 1L),
            wire(3, "trace_id", 8L));

    assertThat(spans.get(0).traceIdHigh()).isEqualTo(0x640cfd5a00000000L);
    assertThat(spans.get(1).traceIdHigh()).isEqualTo(0x640cfd5a00000000L);
    assertThat(spans.get(2).traceIdHigh()).as("another trace").isZero();
    assertThat(spans.get(0).attributes().contains("_dd.p.tid")).isFalse();
  }

  @Test
  void decode_upperHalfOfOneChunk_isNotTheNextOnes() throws Exception {
    byte[] message =
        Msgpack.of(
            List.of(
                List.of(wire(1, "meta", map("_dd.p.tid", "640cfd5a00000000"))), List.of(wire(2))));
    assertThat(Decoded.of(DatadogDecoder.v04(), message).spans().get(1).traceIdHigh()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1", "640cfd5a0000000", "640cfd5a000000000", "640cfd5a0000000g"})
  void decode_malformedUpperHalf_isIgnoredAndCounted(String half) throws Exception {
    RecordingSpanSink sink =
        Decoded.of(
            DatadogDecoder.v04(),
            Msgpack.of(List.of(List.of(wire(1, "meta", map("_dd.p.tid", half))))));
    assertThat(sink.spans().get(0).traceIdHigh()).isZero();
    assertThat(sink.mended()).isEqualTo(Map.of(MendReason.FIELD_LEFT_OUT, 1));
  }

  @Test
  void decode_otelTraceId_isTheUpperHalfWhereNothingElseIs() throws Exception {
    List<Span> spans =
        chunk(
            wire(1, "meta", map("otel.trace_id", "640cfd5a000000000000000000000007")),
            wire(2, "meta", map("otel.trace_id", "640cfd5a000000000000000000000008")));
    assertThat(spans.get(0).traceIdHigh()).isEqualTo(0x640cfd5a00000000L);
    assertThat(spans.get(1).traceIdHigh()).as("the chunk's").isEqualTo(0x640cfd5a00000000L);
    assertThat(spans.get(0).attributes().contains("otel.trace_id")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"2,SAMPLED", "1,SAMPLED", "0,NOT_SAMPLED", "-1,NOT_SAMPLED"})
  void decode_priority_isTheChunks(double priority, Sampled sampled) throws Exception {
    List<Span> spans = chunk(wire(1, "metrics", map("_sampling_priority_v1", priority)), wire(2));
    assertThat(spans).allMatch(span -> span.sampled() == sampled);
    assertThat(spans.get(0).attributes().integer("sampling.priority", 9))
        .isEqualTo((long) priority);
  }

  @Test
  void decode_priorityOnALaterSpan_isTheChunks() throws Exception {
    List<Span> spans = chunk(wire(1), wire(2, "metrics", map("_sampling_priority_v1", -1)));
    assertThat(spans).allMatch(span -> span.sampled() == Sampled.NOT_SAMPLED);
    assertThat(spans.get(0).attributes().integer("sampling.priority", 9)).isEqualTo(-1);
  }

  @Test
  void decode_spanSampledAlone_isSampled() throws Exception {
    List<Span> spans =
        chunk(
            wire(1, "metrics", map("_sampling_priority_v1", 0)),
            wire(2, "metrics", map("_dd.span_sampling.mechanism", 8.0)));
    assertThat(spans.get(0).sampled()).isEqualTo(Sampled.NOT_SAMPLED);
    assertThat(spans.get(1).sampled()).isEqualTo(Sampled.SAMPLED);
  }

  @Test
  void decode_processOnTheFirstSpan_isEverySpans() throws Exception {
    List<Span> spans =
        chunk(
            wire(
                1,
                "meta",
                map("language", "jvm", "runtime-id", "r", "env", "prod", "version", "1")),
            wire(2, "service", "postgres", "meta", map("env", "prod")));
    assertThat(spans.get(1).resource().attributes().toString())
        .isEqualTo(
            "{service.name=postgres, deployment.environment.name=prod,"
                + " telemetry.sdk.language=jvm, service.instance.id=r}");
  }

  @Test
  void decode_equalResources_areShared() throws Exception {
    byte[] message =
        Msgpack.of(
            List.of(
                List.of(wire(1), wire(2, "service", "b"), wire(3)),
                List.of(wire(4), wire(5, "service", "b"))));
    List<Span> spans = Decoded.of(DatadogDecoder.v04(), message).spans();
    Resource first = spans.get(0).resource();
    assertThat(spans.get(2).resource()).isSameAs(first);
    assertThat(spans.get(3).resource()).isSameAs(first);
    assertThat(spans.get(4).resource()).isSameAs(spans.get(1).resource()).isNotSameAs(first);
  }

  @Test
  void decode_recurringTexts_areShared() throws Exception {
    List<Span> spans = chunk(wire(1, "meta", map("k", "v")), wire(2, "meta", map("k", "v")));
    assertThat(spans.get(0).name()).isSameAs(spans.get(1).name());
    assertThat(spans.get(0).attributes().string("k"))
        .isSameAs(spans.get(1).attributes().string("k"));
  }

  @Test
  void decode_spansWithoutIds_areDroppedAlone() throws Exception {
    RecordingSpanSink sink =
        Decoded.of(
            DatadogDecoder.v04(),
            Msgpack.of(
                List.of(
                    List.of(wire(1)),
                    java.util.Arrays.asList(
                        wire(1, "trace_id", 0),
                        wire(0),
                        wire(2),
                        5,
                        null,
                        wire(3, "trace_id", List.of())))));
    assertThat(sink.spans()).extracting(Span::spanId).containsExactly(1L, 2L);
    assertThat(sink.dropped())
        .satisfiesExactly(
            text ->
                assertThat(text)
                    .matches(
                        "1 INVALID_TRACE_ID \\[1\\]\\[0\\] at byte \\d+: "
                            + "trace_id is absent or zero \\(expected: a whole number of 64 bits\\)"),
            text -> assertThat(text).contains("INVALID_SPAN_ID [1][1] at byte "),
            text ->
                assertThat(text)
                    .contains("MALFORMED_SPAN [1][3] at byte ")
                    .endsWith(": integer (expected: a map)"),
            text -> assertThat(text).contains("MALFORMED_SPAN [1][4]").contains("nil"),
            text -> assertThat(text).contains("INVALID_TRACE_ID [1][5]"));
  }

  @Test
  void decode_upperHalfOnADroppedSpan_isStillTheChunks() throws Exception {
    List<Span> spans = chunk(wire(0, "meta", map("_dd.p.tid", "640cfd5a00000000")), wire(2));
    assertThat(spans.get(0).traceIdHigh()).isEqualTo(0x640cfd5a00000000L);
  }

  @Test
  void decode_nothing_isNoSpans() throws Exception {
    for (byte[] message :
        List.of(
            new byte[0],
            Msgpack.of(null),
            Msgpack.of(List.of()),
            Msgpack.of(List.of(List.of(), List.of())),
            Msgpack.of(java.util.Arrays.asList(null, List.of())))) {
      assertThat(Decoded.of(DatadogDecoder.v04(), message).spans()).isEmpty();
    }
  }

  @Test
  void decode_brokenMsgpack_saysWhere() {
    byte[] message = Msgpack.of(List.of(List.of(wire(1)), List.of(wire(2))));
    byte[] cut = java.util.Arrays.copyOf(message, message.length - 4);
    assertThatThrownBy(() -> Decoded.of(DatadogDecoder.v04(), cut))
        .isInstanceOf(DecodeException.class)
        .hasMessageMatching(
            "Malformed DATADOG_V04_MSGPACK: \\[1\\]\\[0\\](\\.\\w+)? at byte \\d+: .*");
    assertThatThrownBy(() -> Decoded.of(DatadogDecoder.v04(), Msgpack.of(map("a", 1))))
        .hasMessage("Malformed DATADOG_V04_MSGPACK: byte 0: map (expected: array)");
    assertThatThrownBy(
            () -> Decoded.of(DatadogDecoder.v04(), new byte[] {(byte) 0x90, (byte) 0x90}))
        .hasMessage(
            "Malformed DATADOG_V04_MSGPACK: byte 1: bytes behind the message (expected: none)");
  }

  @Test
  void decode_moreThanTheLimits_isRefusedOrCounted() throws Exception {
    DecodeLimits limits = new DecodeLimits(2, 4, 3, 1, 1);
    byte[] three = Msgpack.of(List.of(List.of(wire(1), wire(2)), List.of(wire(3))));
    assertThatThrownBy(
            () ->
                DatadogDecoder.v04()
                    .decode(ByteBuffer.wrap(three), limits, new RecordingSpanSink()))
        .hasMessageMatching(
            "Malformed DATADOG_V04_MSGPACK: \\[1\\] at byte \\d+: one span more than the 2 of the"
                + " limit");
    byte[] deep =
        Msgpack.of(List.of(List.of(wire(1, "x", List.of(List.of(List.of(List.of(List.of()))))))));
    assertThatThrownBy(
            () ->
                DatadogDecoder.v04().decode(ByteBuffer.wrap(deep), limits, new RecordingSpanSink()))
        .hasMessageContaining("nested too deep");

    RecordingSpanSink sink = new RecordingSpanSink();
    Map<String, Object> link = map("trace_id", 1, "span_id", 1);
    Map<String, Object> event = map("name", "e");
    byte[] wide =
        Msgpack.of(
            List.of(
                List.of(
                    wire(
                        1,
                        "meta",
                        map("a", "1", "b", "2", "c", "3", "d", "4"),
                        "span_links",
                        List.of(link, link),
                        "span_events",
                        List.of(event, event)))));
    DatadogDecoder.v04().decode(ByteBuffer.wrap(wide), limits, sink);
    Span span = sink.spans().get(0);
    assertThat(span.attributes().size()).isEqualTo(3);
    assertThat(span.droppedAttributesCount()).isEqualTo(3);
    assertThat(span.droppedLinksCount()).isEqualTo(1);
    assertThat(span.droppedEventsCount()).isEqualTo(1);
    assertThat(sink.mended()).isEqualTo(Map.of(MendReason.LIMIT, 1));
  }
}
