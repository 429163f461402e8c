package dev.ichnos.codec.zipkin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ichnos.codec.DecodeException;
import dev.ichnos.codec.DecodeLimits;
import dev.ichnos.codec.MendReason;
import dev.ichnos.codec.RecordingSpanSink;
import dev.ichnos.model.Attributes;
import dev.ichnos.model.Event;
import dev.ichnos.model.Span;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is JSON's own; ids, numbers and text are read by the code that v2's tests hold. */
class ZipkinV1JsonDecoderTest {
  private static final String IDS = "\"traceId\":\"a1\",\"id\":\"b2\"";
  private static final String GOOD =
      "{\"traceId\":\"a000000000000001\",\"id\":\"b000000000000001\"}";

  private final RecordingSpanSink sink = new RecordingSpanSink();

  @ParameterizedTest
  @ValueSource(strings = {"", " \n", "[]"})
  void decode_nothing_noSpans(String message) throws DecodeException {
    decode(message, DecodeLimits.DEFAULT);

    assertThat(sink.spans()).isEmpty();
  }

  @Test
  void decode_historicShapes_read() throws DecodeException {
    Span span =
        only(
            """
            {"traceId":"463AC35C9F6413ad48485a3953bb6124","id":"B2","parentId":"0",
             "timestamp":"1584324295476870","duration":8.7e+02,"debug":"true",
             "annotations":[{"timestamp":1.58432429547688e+15,"value":"e"}]}
            """);

    assertThat(span.traceId().hex()).isEqualTo("463ac35c9f6413ad48485a3953bb6124");
    assertThat(span.spanId()).isEqualTo(0xB2);
    assertThat(span.parentSpanId()).isZero();
    assertThat(span.startEpochNanos()).isEqualTo(1584324295476870000L);
    assertThat(span.endEpochNanos()).isEqualTo(1584324295477740000L);
    assertThat(span.debug()).isTrue();
    assertThat(span.events()).containsExactly(Event.of(1584324295476880000L, "e"));
    assertThat(sink.mended())
        .containsOnlyKeys(MendReason.SHORT_ID, MendReason.PARENT_ID, MendReason.NUMBER_SHAPE);
  }

  @Test
  void decode_nulls_asIfNotThere() throws DecodeException {
    Span span =
        only(
            """
            {%s,"parentId":null,"name":null,"timestamp":null,"duration":null,"debug":null,
             "annotations":[{"timestamp":1,"value":"e","endpoint":null}],
             "binaryAnnotations":[{"key":"k","value":"v","endpoint":null}]}
            """
                .formatted(IDS));

    assertThat(span.events()).containsExactly(Event.of(1000, "e"));
    assertThat(span.attributes()).isEqualTo(Attributes.of("k", "v"));
    assertThat(sink.mended()).containsOnlyKeys(MendReason.SHORT_ID);
  }

  /** The value as JSON; the tag's text or none; what is counted. */
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '\'',
      delimiter = ';',
      value = {
        "\"x\"; x;",
        "\"\"; '';",
        "true; true; VALUE_TYPE",
        "false; false; VALUE_TYPE",
        "1.50e3; 1.50e3; VALUE_TYPE",
        "200; 200; VALUE_TYPE",
        "null; ; FIELD_LEFT_OUT",
        "{\"a\":[1]}; ; FIELD_LEFT_OUT",
        "[1]; ; FIELD_LEFT_OUT",
      })
  void decode_tagValues(String value, String text, MendReason mended) throws DecodeException {
    Span span =
        only(
            GOOD.replace(
                "}", ",\"binaryAnnotations\":[{\"value\":%s,\"key\":\"k\"}]}".formatted(value)));

    assertThat(span.attributes())
        .isEqualTo(text == null ? Attributes.EMPTY : Attributes.of("k", text));
    if (mended == null) {
      assertThat(sink.mended()).isEmpty();
    } else {
      assertThat(sink.mended()).containsOnlyKeys(mended);
    }
  }

  /** A text is a tag, whatever its key: only the boolean says that the endpoint is a peer. */
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '\'',
      value = {
        "\"true\", {\"serviceName\":\"b\"}, true, ",
        "false, {\"serviceName\":\"b\"}, '', FIELD_LEFT_OUT",
        "true, {\"serviceName\":\"\"}, '', FIELD_LEFT_OUT",
        "true, null, '', FIELD_LEFT_OUT",
      })
  void decode_addressesThatAreNone(String value, String endpoint, String tag, MendReason mended)
      throws DecodeException {
    Span span =
        only(
            GOOD.replace(
                "}",
                ",\"binaryAnnotations\":[{\"key\":\"sa\",\"value\":%s,\"endpoint\":%s}]}"
                    .formatted(value, endpoint)));

    assertThat(span.attributes().string("sa")).isEqualTo(tag);
    assertThat(span.attributes().contains("peer.service")).isFalse();
    assertThat(sink.mended().containsKey(MendReason.FIELD_LEFT_OUT)).isEqualTo(mended != null);
  }

  @Test
  void decode_partsOfOtherShapes_leftOut() throws DecodeException {
    Span span =
        only(
            GOOD.replace(
                "}",
                """
                ,"annotations":[1,null,[],{"timestamp":1},{"timestamp":"soon","value":"timeless"},
                  {"timestamp":2,"value":"e","endpoint":7}],
                 "binaryAnnotations":[1,{},{"key":"k"},{"value":"v"},{"key":"","value":"v"}]}
                """));

    assertThat(span.events()).containsExactly(Event.of(0, "timeless"), Event.of(2000, "e"));
    assertThat(span.attributes()).isEqualTo(Attributes.of("", "v"));
    assertThat(sink.mended()).containsOnlyKeys(MendReason.FIELD_LEFT_OUT);
    assertThat(sink.mended()).containsEntry(MendReason.FIELD_LEFT_OUT, 10);
  }

  @Test
  void decode_badSpan_droppedOnceNeighboursPass() throws DecodeException {
    decode(
        "[" + GOOD + ",{\"traceId\":\"xyz\",\"id\":\"1\",\"binaryAnnotations\":[]}," + GOOD + "]",
        DecodeLimits.DEFAULT);

    assertThat(sink.spans()).hasSize(2);
    assertThat(sink.dropped())
        .containsExactly(
            "1 INVALID_TRACE_ID span 1, byte 67: traceId is \"xyz\" (expected: 1-32 hex digits)");
  }

  @Test
  void decode_v2List_saysWhereItBelongs() {
    String v2 = GOOD.replace("}", ",\"kind\":\"CLIENT\",\"tags\":{}}");

    assertThatThrownBy(() -> decode("[" + v2 + "]", DecodeLimits.DEFAULT))
        .isInstanceOf(DecodeException.class)
        .hasMessageContaining("span 0, byte ")
        .hasMessageEndingWith(
            ": a span of Zipkin v2 (expected: v1 spans; v2 spans go to /api/v2/spans)");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '\'',
      delimiter = ';',
      value = {
        "{};byte 0: found an object (expected: a list of Zipkin v1 spans, [{\"traceId\":...}])",
        "[] 1;byte 3: found a number (expected: nothing after the list)",
        "[{\"annotations\":[{\"x\":;span 0, byte 22: Unexpected end of the message, not a value (expected: a JSON list of Zipkin v1 spans)",
      })
  void decode_broken_namesPlace(String message, String detail) {
    assertThatThrownBy(() -> decode(message, DecodeLimits.DEFAULT))
        .isInstanceOf(DecodeException.class)
        .hasMessage("Malformed ZIPKIN_V1_JSON: " + detail);
  }

  @Test
  void decode_moreThanTheLimits_cutAndCounted() throws DecodeException {
    StringBuilder annotations = new StringBuilder();
    StringBuilder tags = new StringBuilder();
    for (int i = 0; i < 30; i++) {
      String comma = i == 0 ? "" : ",";
      annotations.append(comma).append("{\"timestamp\":%d,\"value\":\"e\"}".formatted(i + 1));
      tags.append(comma).append("{\"key\":\"k%d\",\"value\":\"v\"}".formatted(i));
    }
    decode(
        "["
            + GOOD.replace(
                "}", ",\"annotations\":[" + annotations + "],\"binaryAnnotations\":[" + tags + "]}")
            + "]",
        new DecodeLimits(9, 9, 2, 1, 9));

    Span span = sink.spans().get(0);
    assertThat(span.events()).hasSize(1);
    assertThat(span.droppedEventsCount()).isEqualTo(29);
    assertThat(span.attributes().size()).isEqualTo(2);
    assertThat(span.droppedAttributesCount()).isEqualTo(28);
    assertThat(sink.mended()).containsOnlyKeys(MendReason.LIMIT);
  }

  private Span only(String span) throws DecodeException {
    decode("[" + span + "]", DecodeLimits.DEFAULT);
    assertThat(sink.dropped()).isEmpty();
    assertThat(sink.spans()).hasSize(1);
    return sink.spans().get(0);
  }

  private void decode(String message, DecodeLimits limits) throws DecodeException {
    new ZipkinV1JsonDecoder().decode(ByteBuffer.wrap(message.getBytes(UTF_8)), limits, sink);
  }
}
