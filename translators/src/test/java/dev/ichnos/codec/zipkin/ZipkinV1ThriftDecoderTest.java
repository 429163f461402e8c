package dev.ichnos.codec.zipkin;

import static dev.ichnos.codec.zipkin.V1ThriftBed.ids;
import static dev.ichnos.codec.zipkin.V1ThriftBed.list;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.ichnos.codec.DecodeException;
import dev.ichnos.codec.DecodeLimits;
import dev.ichnos.codec.MendReason;
import dev.ichnos.codec.RecordingSpanSink;
import dev.ichnos.model.Attributes;
import dev.ichnos.model.Event;
import dev.ichnos.model.Sampled;
import dev.ichnos.model.Span;
import dev.ichnos.model.Status;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ZipkinV1ThriftDecoderTest {
  private final V1ThriftBed bed = new V1ThriftBed();
  private final RecordingSpanSink sink = bed.sink;

  @Test
  void decode_nothing_noSpans() throws DecodeException {
    bed.decode(new V1ThriftWriter());
    bed.decode(list(0));

    assertThat(sink.spans()).isEmpty();
    assertThat(sink.dropped()).isEmpty();
  }

  @Test
  void decode_allFields_canonical() throws DecodeException {
    Span span =
        bed.only(
            list(1)
                .field(10, 1)
                .i64(0x8000000000000001L)
                .field(11, 3)
                .text("GET /Details")
                .field(10, 4)
                .i64(-2)
                .field(10, 5)
                .i64(7)
                .field(2, 9)
                .u8(1)
                .field(10, 10)
                .i64(1641106513382869L)
                .field(10, 11)
                .i64(870)
                .field(10, 12)
                .i64(-1)
                .u8(0));

    assertThat(span)
        .isEqualTo(
            Span.builder()
                .traceId(-1, 0x8000000000000001L)
                .spanId(-2)
                .parentSpanId(7)
                .name("GET /Details")
                .startEpochNanos(1641106513382869000L)
                .endEpochNanos(1641106513383739000L)
                .debug(true)
                .sampled(Sampled.SAMPLED)
                .build());
    assertThat(sink.mended()).isEmpty();
  }

  /** Type, bytes of the value; the attribute. */
  @ParameterizedTest
  @CsvSource({
    "0, 01, true",
    "0, 00, false",
    "2, fffe, -2",
    "3, 7fffffff, 2147483647",
    "4, ffffffffffffffff, -1",
    "5, 3ff8000000000000, 1.5",
    "6, c3a4, ä",
    "6, '', ''",
  })
  void decode_tagTypes_text(int type, String hex, String expected) throws DecodeException {
    Span span = bed.only(tag("k", type, HexFormat.of().parseHex(hex)));

    assertThat(span.attributes()).isEqualTo(Attributes.of("k", expected));
    assertThat(sink.mended()).isEmpty();
  }

  @Test
  void decode_tagOfBytes_bytes() throws DecodeException {
    Span span = bed.only(tag("k", 1, new byte[] {0, -1}));

    assertThat(span.attributes())
        .isEqualTo(Attributes.builder().put("k", new byte[] {0, -1}).build());
  }

  @ParameterizedTest
  @CsvSource({"0, ''", "0, 0101", "2, 00", "3, 0000", "4, 00000000", "5, 00", "7, 00", "-1, 00"})
  void decode_tagsOfWrongWidthOrType_leftOut(int type, String hex) throws DecodeException {
    Span span = bed.only(tag("k", type, HexFormat.of().parseHex(hex)));

    assertThat(span.attributes()).isEqualTo(Attributes.EMPTY);
    assertThat(sink.mended()).containsExactly(entry(MendReason.FIELD_LEFT_OUT, 1));
  }

  @Test
  void decode_tagWithoutType_text() throws DecodeException {
    V1ThriftWriter message = ids(list(1)).field(15, 8).u8(12).i32(1);
    Span span = bed.only(message.field(11, 2).text("v").field(11, 1).text("k").u8(0).u8(0));

    assertThat(span.attributes()).isEqualTo(Attributes.of("k", "v"));
    assertThat(sink.mended()).containsExactly(entry(MendReason.VALUE_TYPE, 1));
  }

  /** jaeger-client-go writes booleans as such. */
  @Test
  void decode_errorOfTrue_status() throws DecodeException {
    Span span = bed.only(tag("error", 0, new byte[] {1}));

    assertThat(span.status()).isEqualTo(new Status(Status.Code.ERROR, ""));
  }

  @ParameterizedTest
  @CsvSource({"1, ''", "0, web"})
  void decode_addressOfFalseOrWithoutEndpoint_leftOut(int value, String service)
      throws DecodeException {
    V1ThriftWriter message = ids(list(1)).field(15, 8).u8(12).i32(1).field(11, 1).text("sa");
    message.field(11, 2).binary(new byte[] {(byte) value}).field(8, 3).i32(0);
    Span span = bed.only(message.field(12, 4).field(11, 3).text(service).u8(0).u8(0).u8(0));

    assertThat(span.attributes()).isEqualTo(Attributes.EMPTY);
    assertThat(sink.mended()).containsExactly(entry(MendReason.FIELD_LEFT_OUT, 1));
  }

  /** Int of the address, short of the port, hex of ipv6; what the attributes say. */
  @ParameterizedTest
  @CsvSource({
    "-1062731775, 80, '', 192.168.0.1, '', 80",
    "167772161, -25536, '', 10.0.0.1, '', 40000",
    "0, 0, '', '', '', 0",
    "0, -1, 20010db800000000000000000000000c, 2001:db8::c, '', 65535",
    "167772161, 0, 20010db800000000000000000000000c, 10.0.0.1, 2001:db8::c, 0",
    "0, 0, 00000000000000000000ffff0a000001, 10.0.0.1, '', 0",
    "0, 0, 0000000000000000000000000a000001, 10.0.0.1, '', 0",
    "0, 0, 00000000000000000000000000000001, ::1, '', 0",
    "0, 0, 00000000000000000000000000000000, '', '', 0",
    "0, 0, 0a000001, 10.0.0.1, '', 0",
    "0, 0, 20010db8000100010001000100010000, 2001:db8:1:1:1:1:1:0, '', 0",
    "0, 0, 20010db8000000000001000000000000, 2001:db8:0:0:1::, '', 0",
  })
  void decode_endpoints(int ipv4, int port, String ipv6, String address, String second, int number)
      throws DecodeException {
    V1ThriftWriter message = ids(list(1)).field(15, 6).u8(12).i32(1);
    message.field(10, 1).i64(5).field(11, 2).text("e").field(12, 3);
    message.field(8, 1).i32(ipv4).field(6, 2).i16(port).field(11, 3).text("web");
    if (!ipv6.isEmpty()) {
      message.field(11, 4).binary(HexFormat.of().parseHex(ipv6));
    }
    Span span = bed.only(message.u8(0).u8(0).u8(0));

    assertThat(span.resource().attributes()).isEqualTo(Attributes.of("service.name", "web"));
    assertThat(span.attributes().string("network.local.address")).isEqualTo(address);
    assertThat(span.attributes().string("zipkin.local.ipv6")).isEqualTo(second);
    assertThat(span.attributes().integer("network.local.port", 0)).isEqualTo(number);
    assertThat(span.events()).containsExactly(Event.of(5000, "e"));
    assertThat(sink.mended()).isEmpty();
  }

  @Test
  void decode_unknownFieldsOfEveryType_skipped() throws DecodeException {
    V1ThriftWriter message = ids(list(1)).field(2, 99).u8(1).field(3, 99).u8(1).field(4, 99).i64(1);
    message.field(6, 99).i16(1).field(8, 99).i32(1).field(10, 2).i64(1).field(11, 99).text("x");
    message.field(12, 99).field(2, 1).u8(1).u8(0);
    message.field(13, 99).u8(11).u8(12).i32(1).text("k").field(8, 1).i32(1).u8(0);
    message.field(13, 99).u8(0).u8(0).i32(0).field(14, 99).u8(8).i32(2).i32(1).i32(2);
    message.field(15, -1).u8(15).i32(1).u8(2).i32(3).u8(1).u8(1).u8(1);
    Span span = bed.only(message.field(11, 3).text("n").u8(0));

    assertThat(span.name()).isEqualTo("n");
    assertThat(sink.mended()).isEmpty();
  }

  @Test
  void decode_fieldsOfOtherTypes_leftOut() throws DecodeException {
    V1ThriftWriter message = ids(list(1)).field(8, 10).i32(1).field(10, 3).i64(1);
    message.field(15, 6).u8(11).i32(2).text("a").text("b").field(15, 8).u8(10).i32(1).i64(1);
    Span span = bed.only(message.u8(0));

    assertThat(span.name()).isEmpty();
    assertThat(span.startAbsent()).isTrue();
    assertThat(sink.mended()).containsExactly(entry(MendReason.FIELD_LEFT_OUT, 4));
  }

  @Test
  void decode_annotationWithoutValueOrTime_leftOutOrTimeless() throws DecodeException {
    V1ThriftWriter message = ids(list(1)).field(15, 6).u8(12).i32(2);
    message.field(10, 1).i64(5).u8(0).field(11, 2).text("e").u8(0);
    Span span = bed.only(message.u8(0));

    assertThat(span.events()).containsExactly(Event.of(0, "e"));
    assertThat(sink.mended()).containsExactly(entry(MendReason.FIELD_LEFT_OUT, 1));
  }

  @Test
  void decode_textNotUtf8_mended() throws DecodeException {
    Span span = bed.only(ids(list(1)).field(11, 3).binary(new byte[] {'a', -1, 'b'}).u8(0));

    assertThat(span.name()).isEqualTo("a\uFFFDb");
    assertThat(sink.mended()).containsExactly(entry(MendReason.INVALID_UTF8, 1));
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, Long.MIN_VALUE, Long.MAX_VALUE})
  void decode_timesOutOfRange_absent(long micros) throws DecodeException {
    Span span = bed.only(ids(list(1)).field(10, 10).i64(micros).u8(0));

    assertThat(span.startAbsent()).isTrue();
    assertThat(sink.mended()).containsExactly(entry(MendReason.TIME, 1));
  }

  @Test
  void decode_parentOfZero_none() throws DecodeException {
    Span span = bed.only(ids(list(1)).field(10, 5).i64(0).u8(0));

    assertThat(span.parentSpanId()).isZero();
    assertThat(sink.mended()).containsExactly(entry(MendReason.PARENT_ID, 1));
  }

  @Test
  void decode_traceIdWhoseLowHalfIsZero_kept() throws DecodeException {
    Span span = bed.only(list(1).field(10, 12).i64(9).field(10, 4).i64(1).u8(0));

    assertThat(span.traceIdHigh()).isEqualTo(9);
    assertThat(span.traceIdLow()).isZero();
  }

  @Test
  void decode_spansWithoutIds_droppedNeighboursPass() throws DecodeException {
    V1ThriftWriter message = ids(list(4)).u8(0);
    message.field(10, 4).i64(1).u8(0).field(10, 1).i64(1).u8(0);
    bed.decode(ids(message).u8(0));

    assertThat(sink.spans()).hasSize(2);
    assertThat(sink.dropped())
        .containsExactly(
            "1 INVALID_TRACE_ID span 1, byte 28: trace_id is absent or zero (expected: an i64)",
            "1 INVALID_SPAN_ID span 2, byte 40: id is absent or zero (expected: an i64)");
  }

  @Test
  void decode_recurringKeys_oneString() throws DecodeException {
    ZipkinV1ThriftDecoder decoder = new ZipkinV1ThriftDecoder();
    for (int i = 0; i < 2; i++) {
      byte[] message = tag("http.method", 6, "GET".getBytes(UTF_8)).toByteArray();
      decoder.decode(ByteBuffer.wrap(message), DecodeLimits.DEFAULT, sink);
    }
    List<String> keys = new ArrayList<>();
    sink.spans().forEach(span -> span.attributes().forEach(new KeyCollector(keys)));

    assertThat(keys.get(0)).isSameAs(keys.get(1));
  }

  @Test
  void decode_listOfStrings_readsItsSpans() throws DecodeException {
    byte[] message = tag("http.method", 6, "GET".getBytes(UTF_8)).toByteArray();
    message[0] = 11;
    RecordingSpanSink sink = new RecordingSpanSink();

    new ZipkinV1ThriftDecoder().decode(ByteBuffer.wrap(message), DecodeLimits.DEFAULT, sink);

    assertThat(sink.spans()).hasSize(1);
    assertThat(sink.mended()).isEmpty();
  }

  /** The message in hex; what the sender reads. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        // A message header, old and strict; a single struct, by its first field.
        "80010001;byte 0: begins with byte 128 (expected: 12, a list of Zipkin v1 spans in Thrift's binary protocol, without header)",
        "0a0001;byte 0: begins with byte 10 (expected: 12, a list of Zipkin v1 spans in Thrift's binary protocol, without header)",
        "0b00030000000361;byte 1: size 196608 (expected: at most 3 in the 3 bytes left)",
        "5b5d;byte 0: begins with byte 91 (expected: 12, a list of Zipkin v1 spans in Thrift's binary protocol, without header)",
        "0c0000;byte 1: message ends (expected: 4 bytes, found 2)",
        "0c00000002;byte 1: size 2 (expected: at most 0 in the 0 bytes left)",
        "0cffffffff;byte 1: size -1 (expected: at most 0 in the 0 bytes left)",
        "0c0000000000;byte 5: 1 bytes behind the list (expected: none)",
        "0c000000010a00010000;span 0, field 1 at byte 8: message ends (expected: 8 bytes, found 2)",
        "0c000000010a;span 0 at byte 6: message ends (expected: 2 bytes, found 0)",
        "0c000000010900010000;span 0 at byte 5: type 9 (expected: 0, 2, 3, 4, 6, 8 or 10-15)",
        "0c000000010b00030000000561;span 0, field 3 at byte 8: length 5 (expected: at most the 1 bytes left)",
        "0c000000010b0003ffffffff61;span 0, field 3 at byte 8: length -1 (expected: at most the 1 bytes left)",
        "0c000000010f00060c00000009;span 0, field 6 at byte 9: size 9 (expected: at most 0 in the 0 bytes left)",
        "0c000000010f00060c00000001000f00080c000000010c00040b00030000000961;span 0, binary annotation 0, host, field 3 at byte 28: length 9 (expected: at most the 1 bytes left)",
        "0c000000010f00060c000000010a000100;span 0, annotation 0, field 1 at byte 16: message ends (expected: 8 bytes, found 1)",
      })
  void decode_broken_namesPlace(String hex, String detail) {
    byte[] message = HexFormat.of().parseHex(hex);

    assertThatThrownBy(
            () ->
                new ZipkinV1ThriftDecoder()
                    .decode(ByteBuffer.wrap(message), DecodeLimits.DEFAULT, sink))
        .isInstanceOf(DecodeException.class)
        .hasMessage("Malformed ZIPKIN_V1_THRIFT: " + detail);
  }

  @Test
  void decode_unknownFieldNestedTooDeep_refused() {
    V1ThriftWriter message = list(1).field(12, 99);
    for (int i = 0; i < 40; i++) {
      message.field(12, 1);
    }

    assertThatThrownBy(() -> bed.decode(message))
        .isInstanceOf(DecodeException.class)
        .hasMessageContaining("span 0, field 99 at byte ")
        .hasMessageEndingWith(": nested too deep (expected: at most 32)");
  }

  @Test
  void decode_tooManySpans_refused() {
    DecodeLimits limits = new DecodeLimits(1, 9, 9, 9, 9);
    byte[] message = ids(ids(list(2)).u8(0)).u8(0).toByteArray();

    assertThatThrownBy(
            () -> new ZipkinV1ThriftDecoder().decode(ByteBuffer.wrap(message), limits, sink))
        .isInstanceOf(DecodeException.class)
        .hasMessageEndingWith("2 spans (expected: at most 1)");
  }

  @Test
  void decode_messageWithinABuffer_onlyItsWindow() throws DecodeException {
    byte[] message = ids(list(1)).u8(0).toByteArray();
    byte[] padded = new byte[message.length + 9];
    System.arraycopy(message, 0, padded, 5, message.length);
    ByteBuffer window = ByteBuffer.wrap(padded, 5, message.length).slice();

    new ZipkinV1ThriftDecoder().decode(window, DecodeLimits.DEFAULT, sink);

    assertThat(sink.spans()).hasSize(1);
    assertThat(window.remaining()).isEqualTo(message.length);
  }

  private static V1ThriftWriter tag(String key, int type, byte[] value) {
    return ids(list(1))
        .field(15, 8)
        .u8(12)
        .i32(1)
        .field(11, 1)
        .text(key)
        .field(11, 2)
        .binary(value)
        .field(8, 3)
        .i32(type)
        .u8(0)
        .u8(0);
  }
}
