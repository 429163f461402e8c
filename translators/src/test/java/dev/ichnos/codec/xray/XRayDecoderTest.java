package dev.ichnos.codec.xray;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import com.sun.management.ThreadMXBean;
import dev.ichnos.codec.DecodeException;
import dev.ichnos.codec.DecodeLimits;
import dev.ichnos.codec.FuzzRun;
import dev.ichnos.codec.MendReason;
import dev.ichnos.codec.RecordingSpanSink;
import dev.ichnos.codec.wire.Utf8;
import dev.ichnos.model.Attributes;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanKind;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class XRayDecoderTest {
  private static final String HEADER = "{\"format\":\"json\",\"version\":1}\n";
  private static final String IDS =
      "\"trace_id\":\"1-581cf771-a006649127e371903a2de979\",\"id\":\"70de5b6f19ff9a0a\"";
  private static final int ROUNDS = 4_000;

  private final XRayDecoder decoder = new XRayDecoder();
  private final RecordingSpanSink sink = new RecordingSpanSink();

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "'';SERVER",
        "'\"annotations\":{\"direction\":\"ingress\"}';SERVER",
        "'\"annotations\":{\"direction\":\"egress\"}';CLIENT",
        "'\"type\":\"subsegment\"';INTERNAL",
        "'\"type\":\"subsegment\",\"namespace\":\"remote\"';CLIENT",
        "'\"type\":\"subsegment\",\"namespace\":\"aws\"';CLIENT",
        "'\"type\":\"subsegment\",\"namespace\":\"odd\"';INTERNAL",
        "'\"type\":\"subsegment\",\"annotations\":{\"direction\":\"ingress\"}';CLIENT",
      })
  void decode_kind_byTypeNamespaceAndDirection(String fields, SpanKind kind)
      throws DecodeException {
    assertThat(only(fields).kind()).isEqualTo(kind);
  }

  @Test
  void decode_independentSubsegment_hasItsParentAndNoService() throws DecodeException {
    Span span =
        only("\"type\":\"subsegment\",\"parent_id\":\"00000000000000aa\",\"name\":\"part\"");

    assertThat(span.parentSpanId()).isEqualTo(0xaa);
    assertThat(span.name()).isEqualTo("part");
    assertThat(span.resource().attributes()).isEqualTo(Attributes.EMPTY);
  }

  @ParameterizedTest
  @CsvSource({
    "1.478293361271E9, 1478293361271000000, 0",
    "1478293361.271, 1478293361271000000, 0",
    "1478293361.2710001234, 1478293361271000123, 0",
    "1478293361, 1478293361000000000, 0",
    "'\"1478293361.5\"', 1478293361500000000, 1",
    "0, 0, 0",
    "0.0000000004, 0, 0",
    "9223372036.854775807, 9223372036854775807, 0",
  })
  void decode_times_exactToTheDigit(String written, long nanos, int mended) throws DecodeException {
    Span span = only("\"start_time\":" + written);

    assertThat(span.startEpochNanos()).isEqualTo(nanos);
    assertThat(span.startAbsent()).isEqualTo(nanos == 0);
    assertThat(sink.mended().getOrDefault(MendReason.NUMBER_SHAPE, 0)).isEqualTo(mended);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "9223372036.854775808", "1e99", "1e999999999", "1478293361271"})
  void decode_timesOutOfRange_absent(String written) throws DecodeException {
    Span span = only("\"start_time\":" + written);

    assertThat(span.startAbsent()).isTrue();
    assertThat(sink.mended()).containsExactly(entry(MendReason.TIME, 1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"soon\"", "true", "{}", "[1]", "\"\""})
  void decode_timeThatIsNone_spanIsDropped(String written) throws DecodeException {
    decode("{" + IDS + ",\"start_time\":" + written + "}");

    assertThat(sink.spans()).isEmpty();
    assertThat(sink.dropped().get(0))
        .startsWith("1 MALFORMED_SPAN start_time at byte ")
        .contains("(expected: seconds since 1970)");
  }

  @Test
  void decode_endBeforeStart_absent() throws DecodeException {
    Span span = only("\"start_time\":5,\"end_time\":4");

    assertThat(span.endAbsent()).isTrue();
    assertThat(sink.mended()).containsExactly(entry(MendReason.TIME, 1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "\"id\":\"70de5b6f19ff9a0a\";INVALID_TRACE_ID",
        "\"id\":\"70de5b6f19ff9a0a\",\"trace_id\":\"581cf771\";INVALID_TRACE_ID",
        "\"id\":\"70de5b6f19ff9a0a\",\"trace_id\":\"1-00000000-000000000000000000000000\";INVALID_TRACE_ID",
        "\"id\":\"70de5b6f19ff9a0a\",\"trace_id\":\"2-581cf771-a006649127e371903a2de979\";INVALID_TRACE_ID",
        "\"trace_id\":\"1-581cf771-a006649127e371903a2de979\";INVALID_SPAN_ID",
        "\"trace_id\":\"1-581cf771-a006649127e371903a2de979\",\"id\":\"xyz\";INVALID_SPAN_ID",
        "\"trace_id\":\"1-581cf771-a006649127e371903a2de979\",\"id\":\"0000000000000000\";INVALID_SPAN_ID",
        "\"trace_id\":\"1-581cf771-a006649127e371903a2de979\",\"id\":\"70de5b6f19ff9a0a\",\"parent_id\":\"7\";MALFORMED_SPAN",
      })
  void decode_idsThatAreNone_dropped(String fields, String why) throws DecodeException {
    decode("{" + fields + "}");

    assertThat(sink.spans()).isEmpty();
    assertThat(sink.dropped()).hasSize(1);
    assertThat(sink.dropped().get(0)).startsWith("1 " + why + " ").contains("expected: ");
  }

  @Test
  void decode_traceIdAsW3cWritesIt_read() throws DecodeException {
    decode("{\"trace_id\":\"581cf771a006649127e371903a2de979\",\"id\":\"70de5b6f19ff9a0a\"}");

    assertThat(sink.spans().get(0).traceIdHigh()).isEqualTo(0x581cf771a0066491L);
    assertThat(sink.mended()).containsExactly(entry(MendReason.VALUE_TYPE, 1));
  }

  @Test
  void decode_badSubsegment_neighboursAndChildrenPass() throws DecodeException {
    decode(
        "{"
            + IDS
            + ",\"subsegments\":[{\"id\":\"0000000000000001\"},"
            + "{\"id\":\"bad\",\"subsegments\":[{\"id\":\"0000000000000002\"}]},7,"
            + "{\"id\":\"0000000000000003\"}]}");

    assertThat(sink.spans())
        .extracting(Span::spanId)
        .containsExactly(0x70de5b6f19ff9a0aL, 1L, 2L, 3L);
    assertThat(sink.spans().get(2).parentSpanId()).isEqualTo(0x70de5b6f19ff9a0aL);
    assertThat(sink.dropped()).hasSize(1);
    assertThat(sink.mended()).containsExactly(entry(MendReason.FIELD_LEFT_OUT, 1));
  }

  @Test
  void decode_segmentWithoutTraceId_allItHoldsIsDropped() throws DecodeException {
    decode("{\"id\":\"70de5b6f19ff9a0a\",\"subsegments\":[{\"id\":\"0000000000000001\"}]}");

    assertThat(sink.spans()).isEmpty();
    assertThat(sink.dropped()).hasSize(2).allMatch(text -> text.startsWith("1 INVALID_TRACE_ID"));
  }

  @Test
  void decode_shapesThatAreNot_leftOut() throws DecodeException {
    Span span =
        only(
            "\"http\":[],\"aws\":1,\"sql\":\"x\",\"annotations\":{\"a\":[1],\"b\":{}},"
                + "\"metadata\":3,\"cause\":4,\"links\":{},\"subsegments\":{},\"name\":null");

    assertThat(span.attributes()).isEqualTo(Attributes.EMPTY);
    assertThat(sink.mended()).containsExactly(entry(MendReason.FIELD_LEFT_OUT, 9));
  }

  @Test
  void decode_fieldAndAnnotationOfOneKey_theFieldStays() throws DecodeException {
    Span span =
        only(
            "\"annotations\":{\"url.full\":\"mine\"},\"http\":{\"request\":{\"url\":\"http://a/\"}}");

    assertThat(span.attributes()).isEqualTo(Attributes.of("url.full", "http://a/"));
  }

  @Test
  void decode_emptyMessage_noSpans() throws DecodeException {
    decoder.decode(ByteBuffer.wrap(new byte[0]), DecodeLimits.DEFAULT, sink);

    assertThat(sink.spans()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{};byte 0: no line feed in the first 2 bytes",
        "'{\"format\":\"json\",\"version\":2}\n{}';header: format \"json\", version 2",
        "'{\"format\":\"xml\",\"version\":1}\n{}';header: format \"xml\", version 1",
        "'{\"format\":\"json\",\"version\":[1]}\n{}';header: nested",
        "'<xml>\n{}';header: Unexpected character",
        "'{\"format\":\"json\",\"version\":1}\n';byte 30: nothing behind the header",
        "'{\"format\":\"json\",\"version\":1}\n[]';byte 30: no object",
        "'{\"format\":\"json\",\"version\":1}\n{\"id\"';byte 35: Unexpected end-of-input",
        "'{\"format\":\"json\",\"version\":1}\n{} {}';byte 33: more than one value",
      })
  void decode_broken_namesPlace(String message, String detail) {
    assertThatThrownBy(
            () ->
                decoder.decode(
                    ByteBuffer.wrap(message.getBytes(StandardCharsets.UTF_8)),
                    DecodeLimits.DEFAULT,
                    sink))
        .isInstanceOf(DecodeException.class)
        .hasMessageStartingWith("Malformed XRAY_JSON: " + detail)
        .hasMessageContaining("(expected: ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"subsegments\":[",
        "{\"metadata\":{\"a\":",
        "{\"unknown\":[",
        "[[",
        "{\"aws\":"
      })
  void decode_nestedTooDeep_refused(String level) {
    String deep = "{" + IDS + ",\"subsegments\":[" + level.repeat(600);

    assertThatThrownBy(() -> decode(deep))
        .isInstanceOf(DecodeException.class)
        .hasMessageContaining("expected: ");
  }

  @Test
  void decode_moreThanTheLimits_leftOutAndCounted() throws DecodeException {
    String message =
        "{%s,\"annotations\":{\"a\":1,\"b\":2,\"c\":3},\"cause\":{\"exceptions\":[{},{}]}}"
            .formatted(IDS);
    decoder.decode(bytes(message), new DecodeLimits(9, 9, 2, 1, 1), sink);

    Span span = sink.spans().get(0);
    assertThat(span.attributes().size()).isEqualTo(2);
    assertThat(span.droppedAttributesCount()).isEqualTo(1);
    assertThat(span.events()).hasSize(1);
    assertThat(span.droppedEventsCount()).isEqualTo(1);
    assertThat(sink.mended()).containsExactly(entry(MendReason.LIMIT, 2));
    assertThatThrownBy(
            () ->
                decoder.decode(
                    bytes("{" + IDS + ",\"subsegments\":[{},{}]}"),
                    new DecodeLimits(2, 9, 9, 9, 9),
                    sink))
        .isInstanceOf(DecodeException.class)
        .hasMessageContaining("one segment more than the 2");
  }

  @Test
  void decode_everyTruncation_refused() throws IOException {
    byte[] message = golden();
    // The last line feed may go, the brace before it not.
    for (int length = 1; length < message.length - 1; length++) {
      assertThat(decodes(Arrays.copyOf(message, length))).as("%s bytes", length).isFalse();
    }
  }

  @Test
  void decode_mutationsAndRandomBytes_onlyDecodeException() throws IOException {
    FuzzRun run = FuzzRun.of(2, ROUNDS);
    Random random = run.random();
    byte[] message = golden();
    int fine = 0;
    while (run.next()) {
      fine += decodes(FuzzRun.mutate(message, random)) ? 1 : 0;
      byte[] bytes = new byte[random.nextInt(80)];
      random.nextBytes(bytes);
      decodes(bytes);
      byte[] behind = (HEADER + "{\"id\":").getBytes(StandardCharsets.UTF_8);
      byte[] both = Arrays.copyOf(behind, behind.length + bytes.length);
      System.arraycopy(bytes, 0, both, behind.length, bytes.length);
      decodes(both);
    }
    assertThat(fine).isBetween(run.rounds() / 50, run.rounds() - run.rounds() / 50);
  }

  /** The most subsegments that a datagram can hold. */
  @Test
  void decode_manyEmptySubsegments_flatMemory() throws DecodeException {
    String message = "{" + IDS + ",\"subsegments\":[" + "{},".repeat(21_000) + "{}]}";
    long before = allocated();

    decode(message);

    assertThat(allocated() - before).isLessThan(48 << 20);
    assertThat(sink.dropped()).hasSize(21_001);
  }

  private Span only(String fields) throws DecodeException {
    decode("{" + IDS + (fields.isEmpty() ? "" : ",") + fields + "}");
    assertThat(sink.dropped()).isEmpty();
    assertThat(sink.spans()).hasSize(1);
    return sink.spans().get(0);
  }

  private void decode(String segment) throws DecodeException {
    decoder.decode(bytes(segment), DecodeLimits.DEFAULT, sink);
  }

  private static ByteBuffer bytes(String segment) {
    byte[] message = (HEADER + segment).getBytes(StandardCharsets.UTF_8);
    byte[] padded = new byte[message.length + 9];
    System.arraycopy(message, 0, padded, 5, message.length);
    return ByteBuffer.wrap(padded, 5, message.length).slice();
  }

  private static byte[] golden() throws IOException {
    try (InputStream in = XRayDecoderTest.class.getResourceAsStream("/golden/xray/sdk.txt")) {
      return in.readAllBytes();
    }
  }

  private boolean decodes(byte[] message) {
    RecordingSpanSink sink = new RecordingSpanSink();
    try {
      decoder.decode(ByteBuffer.wrap(message), DecodeLimits.DEFAULT, sink);
    } catch (DecodeException e) {
      assertThat(e)
          .hasMessageStartingWith("Malformed XRAY_JSON: ")
          .hasMessageContaining("expected: ");
      return false;
    }
    for (Span span : sink.spans()) {
      assertThat(span.spanId()).isNotZero();
      assertThat(span.traceIdHigh() | span.traceIdLow()).isNotZero();
      String all = span.toString();
      assertThat(Utf8.mend(all)).isSameAs(all);
    }
    return true;
  }

  private static long allocated() {
    return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
  }
}
