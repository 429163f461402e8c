package dev.ichnos.codec.skywalking;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.ichnos.codec.DecodeException;
import dev.ichnos.codec.DecodeLimits;
import dev.ichnos.codec.MendReason;
import dev.ichnos.codec.RecordingSpanSink;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanKind;
import dev.ichnos.propagation.SkyWalkingIds;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SkyWalkingJsonDecoderTest {
  private final SkyWalkingJsonDecoder decoder = new SkyWalkingJsonDecoder();

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "{}", "[{}]", "{\"spans\":[]}", " \n"})
  void decode_nothingInIt_noSpans(String json) throws DecodeException {
    assertThat(Segments.decode(decoder, json.getBytes(UTF_8))).isEmpty();
  }

  @Test
  void decode_spansBeforeIds_sameAsBehind() throws DecodeException {
    String ids = "\"traceId\":\"t\",\"traceSegmentId\":\"s\",\"service\":\"web\"";
    String spans = "\"spans\":[{\"spanId\":0,\"parentSpanId\":-1,\"operationName\":\"x\"}]";

    assertThat(Segments.decode(decoder, ("{" + spans + "," + ids + "}").getBytes(UTF_8)))
        .isEqualTo(Segments.decode(decoder, ("{" + ids + "," + spans + "}").getBytes(UTF_8)))
        .hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "'\"startTime\":1641106513382', 1641106513382000000",
    "'\"startTime\":\"1641106513382\"', 1641106513382000000",
    "'\"startTime\":1.641106513382e12', 1641106513382000000",
    "'\"startTime\":null', 0",
    "'\"startTime\":0', 0",
  })
  void times_numbersOfAnyShape(String field, long nanos) throws DecodeException {
    assertThat(only(field).startEpochNanos()).isEqualTo(nanos);
  }

  @ParameterizedTest
  @CsvSource({
    "'\"spanType\":\"Exit\",\"spanLayer\":\"MQ\"', PRODUCER, MQ",
    "'\"spanType\":1,\"spanLayer\":4', PRODUCER, MQ",
    "'\"spanType\":\"Local\",\"spanLayer\":\"Unknown\"', INTERNAL, ''",
    "'\"spanType\":\"Entry\",\"spanLayer\":\"Http\"', SERVER, Http",
    "'\"spanLayer\":\"GenAI\"', SERVER, GenAI",
  })
  void enums_nameOrNumber(String fields, SpanKind kind, String layer) throws DecodeException {
    Span span = only(fields);

    assertThat(span.kind()).isEqualTo(kind);
    assertThat(span.attributes().string("skywalking.layer")).isEqualTo(layer);
  }

  @Test
  void enums_unknownType_unspecified() throws DecodeException {
    RecordingSpanSink sink = read(segment("{\"parentSpanId\":-1,\"spanType\":\"Sideways\"}"));

    assertThat(sink.spans().get(0).kind()).isEqualTo(SpanKind.UNSPECIFIED);
    assertThat(sink.mended()).containsExactly(entry(MendReason.FIELD_LEFT_OUT, 1));
  }

  @Test
  void fields_ofOtherTypes_mendedOrLeftOut() throws DecodeException {
    RecordingSpanSink sink =
        read(
            segment(
                "{\"parentSpanId\":-1,\"operationName\":7,\"isError\":\"true\",\"componentId\":[],"
                    + "\"tags\":[{\"key\":\"n\",\"value\":3},5],\"logs\":{},\"new\":{\"a\":[1]}}"));

    Span span = sink.spans().get(0);
    assertThat(span.name()).isEqualTo("7");
    assertThat(span.status().code().number()).isEqualTo(2);
    assertThat(span.attributes().string("n")).isEqualTo("3");
    assertThat(sink.mended())
        .containsOnly(entry(MendReason.VALUE_TYPE, 2), entry(MendReason.FIELD_LEFT_OUT, 3));
  }

  @Test
  void refs_numberOrText_parent() throws DecodeException {
    Span span =
        only(
            "\"refs\":[{\"refType\":1,\"traceId\":\"t\",\"parentTraceSegmentId\":\"p\","
                + "\"parentSpanId\":\"2\"}]");

    assertThat(span.parentSpanId()).isEqualTo(SkyWalkingIds.spanId("p", 2));
    assertThat(span.attributes().string("skywalking.ref_type")).isEqualTo("CrossThread");
  }

  @ParameterizedTest
  @CsvSource({
    "'{\"spanId\":\"x\"}', 'spans[0].spanId at byte 69: \"x\" (expected: a whole number of at most 64 bits)'",
    "'{\"spanId\":4294967296}', 'spans[0].spanId at byte 69: \"4294967296\" (expected: a whole number of at most 32 bits)'",
    "'{\"startTime\":{}}', 'spans[0].startTime at byte 72: \"START_OBJECT\" (expected: a whole number of at most 64 bits)'",
    "'5', 'spans[0]: found a number (expected: a span object)'",
  })
  void span_unusable_droppedAlone(String span, String detail) throws DecodeException {
    RecordingSpanSink sink = read(segment(span + ",{\"spanId\":1,\"parentSpanId\":-1}"));

    assertThat(sink.dropped()).containsExactly("1 MALFORMED_SPAN " + detail);
    assertThat(sink.spans()).hasSize(1);
  }

  @Test
  void segment_withoutTraceId_droppedAlone() throws DecodeException {
    RecordingSpanSink sink =
        read(
            "[{\"traceSegmentId\":\"s\",\"spans\":[{},{}]},"
                + segment("{\"parentSpanId\":-1}")
                + "]");

    assertThat(sink.dropped())
        .containsExactly("2 INVALID_TRACE_ID segments[0].traceId: absent (expected: 1-1024)");
    assertThat(sink.spans()).hasSize(1);
  }

  @Test
  void text_loneSurrogate_mended() throws DecodeException {
    RecordingSpanSink sink = read(segment("{\"parentSpanId\":-1,\"operationName\":\"a\\ud800\"}"));

    assertThat(sink.spans().get(0).name()).isEqualTo("a\uFFFD");
    assertThat(sink.mended()).containsExactly(entry(MendReason.INVALID_UTF8, 1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "5 | byte 0: found a number (expected: a segment, {\"traceId\":...}, or a list of segments)",
        "[5] | byte 1: segments[0] is a number (expected: a segment object)",
        "{} {} | byte 3: found an object (expected: nothing behind the segments)",
      })
  void message_ofOtherShape_refused(String json, String detail) {
    assertThatThrownBy(() -> read(json))
        .isInstanceOf(DecodeException.class)
        .hasMessage("Malformed SKYWALKING_JSON: " + detail);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "[{\"spans\":[{\"tags\":", "{\"traceId\":tru}", "nonsense"})
  void message_brokenJson_refused(String json) {
    assertThatThrownBy(() -> read(json))
        .isInstanceOf(DecodeException.class)
        .hasMessageStartingWith("Malformed SKYWALKING_JSON: byte ")
        .hasMessageEndingWith("(expected: a JSON segment, or a list of them)");
  }

  @Test
  void message_nestedTooDeep_refused() {
    String json = "{\"x\":" + "[".repeat(40) + "]".repeat(40) + "}";

    assertThatThrownBy(() -> read(json))
        .isInstanceOf(DecodeException.class)
        .hasMessageContaining("nested too deep (expected: at most 32)");
  }

  @Test
  void message_tooManySpans_refused() {
    byte[] json = segment("{},{}").getBytes(UTF_8);

    assertThatThrownBy(
            () ->
                decoder.decode(
                    ByteBuffer.wrap(json),
                    new DecodeLimits(1, 1, 1, 1, 1),
                    new RecordingSpanSink()))
        .isInstanceOf(DecodeException.class)
        .hasMessageContaining("too many spans (expected: at most 1)");
  }

  private static String segment(String spans) {
    return "{\"traceId\":\"t\",\"traceSegmentId\":\"s\",\"service\":\"w\",\"spans\":["
        + spans
        + "]}";
  }

  private Span only(String fields) throws DecodeException {
    RecordingSpanSink sink = read(segment("{\"parentSpanId\":-1," + fields + "}"));
    assertThat(sink.dropped()).isEmpty();
    assertThat(sink.spans()).hasSize(1);
    return sink.spans().get(0);
  }

  private RecordingSpanSink read(String json) throws DecodeException {
    return Segments.read(decoder, json.getBytes(UTF_8));
  }
}
