package dev.ichnos.codec.opencensus;

import static dev.ichnos.codec.opencensus.OpenCensusBed.span;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.ichnos.codec.DecodeException;
import dev.ichnos.codec.DecodeLimits;
import dev.ichnos.codec.MendReason;
import dev.ichnos.codec.RecordingSpanSink;
import dev.ichnos.model.Span;
import io.opencensus.proto.trace.v1.Span.TimeEvent;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What no library sends. */
class OpenCensusHostileTest {
  private static final String IDS =
      "0a10" + OpenCensusBed.TRACE_ID + "1208" + OpenCensusBed.SPAN_ID;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1a05 | resource at byte 1: length 5 (expected: at most the 0 bytes that are left)",
        "0a021a09 | node.service_info at byte 3: length 9 (expected: at most the 0 bytes that are"
            + " left)",
        "0a041a020a09 | node.service_info.name at byte 5: length 9 (expected: at most the 0 bytes"
            + " that are left)",
        "0a040a021801 | node.identifier.start_timestamp at byte 5: wire type 0 (varint) (expected:"
            + " wire type 2 (length and bytes))",
        "23 | field 4 at byte 1: wire type 3 (start of a group) (expected: 0, 1, 2 or 5)",
        "12001209 | spans[1] at byte 3: length 9 (expected: at most the 0 bytes that are left)",
        "00 | byte 0: tag 0 (expected: 8-4294967295)",
      })
  void decode_brokenMessage_namesThePlace(String hex, String detail) {
    assertThatThrownBy(() -> decode(hex))
        .isInstanceOf(DecodeException.class)
        .hasMessage("Malformed OPENCENSUS_PROTO: " + detail);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2001 | spans[0].name at byte 31: wire type 0 (varint) (expected: wire type 2 (length and"
            + " bytes))",
        "22020a09 | spans[0].name.value at byte 33: length 9 (expected: at most the 0 bytes that"
            + " are left)",
        "3a070a050a0012010a | spans[0].attributes.attribute_map.value.string_value at byte 39:"
            + " varint cut off at the end of its message",
        "4a040a021a09 | spans[0].time_events.time_event[0].message_event at byte 35: length 9"
            + " (expected: at most the 0 bytes that are left)",
        "52040a020a09 | spans[0].links.link[0].trace_id at byte 35: length 9 (expected: at most"
            + " the 0 bytes that are left)",
        "42060a040a020a09 | spans[0].stack_trace.stack_frames.frame.function_name at byte 37:"
            + " length 9 (expected: at most the 0 bytes that are left)",
        "5a021209 | spans[0].status.message at byte 33: length 9 (expected: at most the 0 bytes"
            + " that are left)",
        "7a040a020a09 | spans[0].tracestate.entries.key at byte 35: length 9 (expected: at most"
            + " the 0 bytes that are left)",
        "8201021209 | spans[0].resource.labels at byte 34: length 9 (expected: at most the 0 bytes"
            + " that are left)",
        "62020a01 | spans[0].same_process_as_parent_span.value at byte 33: wire type 2 (length and"
            + " bytes) (expected: wire type 0 (varint))",
      })
  void decode_brokenSpan_neighbourPasses(String field, String detail) throws DecodeException {
    RecordingSpanSink sink = decode(message(IDS + field) + message(IDS));

    assertThat(sink.dropped()).containsExactly("1 MALFORMED_SPAN " + detail);
    assertThat(sink.spans()).hasSize(1);
    assertThat(sink.mended()).isEmpty();
  }

  @Test
  void decode_fieldsOfLaterVersions_skipped() throws DecodeException {
    String unknown = "a80601" + "b2060161" + "bd0601020304" + "b9060102030405060708";

    RecordingSpanSink sink = decode(unknown + message(IDS + unknown) + "0a" + length(unknown));

    assertThat(sink.spans()).hasSize(1);
    assertThat(sink.mended()).isEmpty();
  }

  @Test
  void decode_textThatIsNotUtf8_mended() throws DecodeException {
    RecordingSpanSink sink = decode(message(IDS + "22040a0261ff") + message(IDS + "22030a0161"));

    assertThat(sink.spans()).extracting(Span::name).containsExactly("a\uFFFD", "a");
    assertThat(sink.mended()).containsOnly(entry(MendReason.INVALID_UTF8, 1));
  }

  @Test
  void decode_oneSpanOverTheLimit_malformed() {
    byte[] message = OpenCensusBed.message(span(), span()).toByteArray();

    assertThatThrownBy(() -> decode(message, new DecodeLimits(1, 32, 9, 9, 9)))
        .hasMessageContaining("spans[1] at byte")
        .hasMessageContaining("one span more than the 1 of the limit");
  }

  @Test
  void decode_attributesEventsLinksOverTheLimits_countedOnTheSpan() throws DecodeException {
    io.opencensus.proto.trace.v1.Span.Builder span = span();
    for (int i = 0; i < 5; i++) {
      span.getAttributesBuilder().putAttributeMap("key" + i, OpenCensusBed.value("v"));
      span.getTimeEventsBuilder()
          .addTimeEvent(
              TimeEvent.newBuilder().setAnnotation(TimeEvent.Annotation.getDefaultInstance()));
      span.getLinksBuilder().addLinkBuilder().setTraceId(OpenCensusBed.hex(OpenCensusBed.TRACE_ID));
      span.getStackTraceBuilder().getStackFramesBuilder().addFrameBuilder();
    }
    span.getAttributesBuilder().setDroppedAttributesCount(10);
    span.getTimeEventsBuilder().setDroppedAnnotationsCount(10).setDroppedMessageEventsCount(10);
    span.getLinksBuilder().setDroppedLinksCount(10);

    RecordingSpanSink sink =
        decode(OpenCensusBed.message(span).toByteArray(), new DecodeLimits(9, 32, 4, 3, 2));

    Span read = sink.spans().get(0);
    assertThat(read.attributes().size()).isEqualTo(5); // and the stack trace
    assertThat(read.droppedAttributesCount()).isEqualTo(11);
    assertThat(read.attributes().string("code.stacktrace")).endsWith("\n... 2 more");
    assertThat(read.events()).hasSize(3);
    assertThat(read.droppedEventsCount()).isEqualTo(22);
    assertThat(read.links()).hasSize(2);
    assertThat(read.droppedLinksCount()).isEqualTo(13);
    assertThat(sink.mended()).containsOnly(entry(MendReason.LIMIT, 4));
  }

  @Test
  void decode_countsThatAreNegativeOrHuge_stayCounts() throws DecodeException {
    io.opencensus.proto.trace.v1.Span.Builder span = span();
    span.getAttributesBuilder().setDroppedAttributesCount(-1);
    span.getTimeEventsBuilder()
        .setDroppedAnnotationsCount(Integer.MAX_VALUE)
        .setDroppedMessageEventsCount(Integer.MAX_VALUE);

    Span read = OpenCensusBed.only(span);

    assertThat(read.droppedAttributesCount()).isZero();
    assertThat(read.droppedEventsCount()).isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  void decode_bufferWithinAnArray_readsItsPartOnly() throws DecodeException {
    byte[] message = OpenCensusBed.message(span()).toByteArray();
    ByteArrayOutputStream padded = new ByteArrayOutputStream();
    padded.writeBytes(new byte[7]);
    padded.writeBytes(message);
    padded.writeBytes(new byte[5]);
    ByteBuffer part = ByteBuffer.wrap(padded.toByteArray(), 7, message.length).slice();
    RecordingSpanSink sink = new RecordingSpanSink();

    new OpenCensusDecoder().decode(part, DecodeLimits.DEFAULT, sink);

    assertThat(sink.spans()).hasSize(1);
    assertThat(part.position()).isZero();
  }

  private static RecordingSpanSink decode(String hex) throws DecodeException {
    return decode(HexFormat.of().parseHex(hex), DecodeLimits.DEFAULT);
  }

  private static RecordingSpanSink decode(byte[] message, DecodeLimits limits)
      throws DecodeException {
    RecordingSpanSink sink = new RecordingSpanSink();
    new OpenCensusDecoder().decode(ByteBuffer.wrap(message), limits, sink);
    return sink;
  }

  /** A field spans of these bytes. */
  private static String message(String span) {
    return "12" + length(span);
  }

  private static String length(String hex) {
    return HexFormat.of().toHexDigits((byte) (hex.length() / 2)) + hex;
  }
}
