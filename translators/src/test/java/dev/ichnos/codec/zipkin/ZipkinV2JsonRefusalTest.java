package dev.ichnos.codec.zipkin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ichnos.codec.DecodeException;
import dev.ichnos.codec.DecodeLimits;
import dev.ichnos.codec.MendReason;
import dev.ichnos.codec.RecordingSpanSink;
import dev.ichnos.model.Span;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What fails a message, what fails a span, and what the sender gets to read. */
class ZipkinV2JsonRefusalTest {
  private static final String GOOD =
      "{\"traceId\":\"a000000000000001\",\"id\":\"b000000000000001\"}";

  private final RecordingSpanSink sink = new RecordingSpanSink();

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '\'',
      delimiter = ';',
      value = {
        "{};byte 0: found an object (expected: a list of Zipkin v2 spans, [{\"traceId\":...}])",
        "\"x\";byte 0: found a text (expected: a list of Zipkin v2 spans, [{\"traceId\":...}])",
        "null;byte 0: found null (expected: a list of Zipkin v2 spans, [{\"traceId\":...}])",
        "[] [];byte 3: found a list (expected: nothing after the list)",
      })
  void decode_notOneList_saysWhatWasFoundAndExpected(String message, String detail) {
    assertThatThrownBy(() -> decode(message, DecodeLimits.DEFAULT))
        .isInstanceOf(DecodeException.class)
        .hasMessage("Malformed ZIPKIN_V2_JSON: " + detail);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '\'',
      delimiter = ';',
      value = {
        "[;span 0, byte 1: Unexpected end",
        "[GOOD,;span 1, byte 56: Unexpected end",
        "[GOOD,{\"name\":\"x;span 1, byte 66: Unexpected end",
        "[GOOD,{\"name\":};span 1, byte 64: Unexpected character",
        "[{\"name\":\"\\q\"}];span 0, byte 11: Unrecognized character escape",
        "[{\"timestamp\":01}];span 0, byte 15: Invalid numeric value",
        "[nul];span 0, byte 1: Unrecognized token",
        "<html>;byte 0: Unexpected character",
      })
  void decode_brokenJson_namesSpanAndByte(String message, String detail) {
    assertThatThrownBy(() -> decode(message.replace("GOOD", GOOD), DecodeLimits.DEFAULT))
        .isInstanceOf(DecodeException.class)
        .hasMessageStartingWith("Malformed ZIPKIN_V2_JSON: " + detail)
        .hasMessageEndingWith(" (expected: a JSON list of Zipkin v2 spans)");
  }

  @Test
  void decode_v1List_saysWhereItBelongs() {
    String span =
        """
        [{"traceId":"a","id":"b","name":"get","annotations":[
          {"timestamp":1,"value":"sr","endpoint":{"serviceName":"x"}}],"binaryAnnotations":[]}]
        """;

    assertThatThrownBy(() -> decode(span, DecodeLimits.DEFAULT))
        .isInstanceOf(DecodeException.class)
        .hasMessageContaining("a span of Zipkin v1 (expected: v2 spans; v1 spans go to /api/v1/");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '\'',
      delimiter = ';',
      value = {
        "7;MALFORMED_SPAN;found a number (expected: a span object)",
        "null;MALFORMED_SPAN;found null (expected: a span object)",
        "[[1]];MALFORMED_SPAN;found a list (expected: a span object)",
        "{};INVALID_TRACE_ID;traceId is absent or zero (expected: 1-32 hex digits)",
        "{\"id\":\"1\"};INVALID_TRACE_ID;traceId is absent or zero (expected: 1-32 hex digits)",
        "{\"traceId\":\"\",\"id\":\"1\"};INVALID_TRACE_ID;traceId is absent or zero (expected: 1-32 hex digits)",
        "{\"traceId\":\"00\",\"id\":\"1\"};INVALID_TRACE_ID;traceId is absent or zero (expected: 1-32 hex digits)",
        "{\"traceId\":\"xyz\",\"id\":\"1\"};INVALID_TRACE_ID;traceId is \"xyz\" (expected: 1-32 hex digits)",
        "{\"traceId\":\"463ac35c9f6413ad48485a3953bb61240\"};INVALID_TRACE_ID;traceId is \"463ac35c9f6413ad48485a3953bb61240\" (expected: 1-32 hex digits)",
        "{\"traceId\":5,\"id\":\"1\"};INVALID_TRACE_ID;traceId is a number (expected: 1-32 hex digits)",
        "{\"traceId\":{\"a\":[]},\"id\":\"1\"};INVALID_TRACE_ID;traceId is an object (expected: 1-32 hex digits)",
        "{\"traceId\":\"1\"};INVALID_SPAN_ID;id is absent or zero (expected: 1-16 hex digits)",
        "{\"traceId\":\"1\",\"id\":\"0\"};INVALID_SPAN_ID;id is absent or zero (expected: 1-16 hex digits)",
        "{\"traceId\":\"1\",\"id\":\"ü\"};INVALID_SPAN_ID;id is \"?\" (expected: 1-16 hex digits)",
        "{\"traceId\":\"1\",\"id\":\"10000000000000000\"};INVALID_SPAN_ID;id is \"10000000000000000\" (expected: 1-16 hex digits)",
        "{\"traceId\":\"1\",\"id\":\"1\",\"parentId\":\"-\"};MALFORMED_SPAN;parentId is \"-\" (expected: 1-16 hex digits)",
        "{\"traceId\":\"1\",\"id\":\"1\",\"timestamp\":\"soon\"};MALFORMED_SPAN;timestamp is \"soon\" (expected: a whole number of at most 64 bits)",
        "{\"traceId\":\"1\",\"id\":\"1\",\"duration\":1e30};MALFORMED_SPAN;duration is \"1e30\" (expected: a whole number of at most 64 bits)",
        "{\"traceId\":\"1\",\"id\":\"1\",\"duration\":[{}]};MALFORMED_SPAN;duration is \"START_ARRAY\" (expected: a whole number of at most 64 bits)",
      })
  void decode_badSpan_droppedNeighboursPass(String span, String reason, String detail)
      throws DecodeException {
    decode("[" + GOOD + "," + span + "," + GOOD + "]", DecodeLimits.DEFAULT);

    assertThat(sink.spans()).hasSize(2);
    assertThat(sink.dropped()).hasSize(1);
    assertThat(sink.dropped().get(0))
        .startsWith("1 " + reason + " span 1, byte ")
        .endsWith(": " + detail);
    assertThat(sink.mended()).isEmpty();
  }

  @Test
  void decode_badSpan_namesTheByteOfTheValue() throws DecodeException {
    decode("[" + GOOD + ",{\"traceId\":\"xyz\"}]", DecodeLimits.DEFAULT);

    assertThat(sink.dropped().get(0)).contains("span 1, byte 67: traceId is");
  }

  @Test
  void decode_binaryAnnotationsInALaterSpan_ignored() throws DecodeException {
    decode(
        "[" + GOOD + "," + GOOD.replace("}", ",\"binaryAnnotations\":[]}") + "]",
        DecodeLimits.DEFAULT);

    assertThat(sink.spans()).hasSize(2);
  }

  @Test
  void decode_tooManySpans_refused() {
    DecodeLimits limits = new DecodeLimits(2, 32, 9, 9, 9);

    assertThatCode(() -> decode("[" + GOOD + "," + GOOD + "]", limits)).doesNotThrowAnyException();
    assertThatThrownBy(() -> decode("[" + GOOD + "," + GOOD + ",7]", limits))
        .isInstanceOf(DecodeException.class)
        .hasMessage(
            "Malformed ZIPKIN_V2_JSON: span 2, byte 111: too many spans (expected: at most 2)");
  }

  @Test
  void decode_nestedTooDeep_refused() throws DecodeException {
    DecodeLimits limits = new DecodeLimits(9, 3, 9, 9, 9);
    String span = GOOD.replace("}", ",\"x\":%s}");

    decode("[" + span.formatted("[{\"a\":[]}]") + "]", limits);
    assertThat(sink.spans()).hasSize(1);
    assertThatThrownBy(() -> decode("[" + span.formatted("[[[[]]]]") + "]", limits))
        .isInstanceOf(DecodeException.class)
        .hasMessageContaining("span 0, byte 62: nested too deep (expected: at most 3)");
    assertThatThrownBy(() -> decode("[".repeat(100_000), DecodeLimits.DEFAULT))
        .isInstanceOf(DecodeException.class);
  }

  @Test
  void decode_moreTagsAndAnnotationsThanAllowed_cutAndCounted() throws DecodeException {
    String fields =
        """
        ,"localEndpoint":{"ipv4":"10.0.0.1"},"tags":{"a":"1","b":"2","c":"3","d":"4","a":"5"},
        "annotations":[{"timestamp":1,"value":"x"},{"timestamp":2,"value":"y"}]}
        """;
    decode("[" + GOOD.replace("}", fields) + "]", new DecodeLimits(9, 9, 2, 1, 9));

    Span span = sink.spans().get(0);
    assertThat(span.attributes().size()).isEqualTo(2);
    assertThat(span.attributes().string("a")).isEqualTo("5");
    assertThat(span.droppedAttributesCount()).isEqualTo(3);
    assertThat(span.events()).hasSize(1);
    assertThat(span.droppedEventsCount()).isEqualTo(1);
    assertThat(sink.mended()).containsOnlyKeys(MendReason.LIMIT).containsEntry(MendReason.LIMIT, 2);
  }

  private void decode(String message, DecodeLimits limits) throws DecodeException {
    new ZipkinV2JsonDecoder().decode(ByteBuffer.wrap(message.getBytes(UTF_8)), limits, sink);
  }
}
