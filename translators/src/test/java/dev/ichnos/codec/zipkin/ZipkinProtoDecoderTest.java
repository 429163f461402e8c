package dev.ichnos.codec.zipkin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.ichnos.codec.DecodeException;
import dev.ichnos.codec.DecodeLimits;
import dev.ichnos.codec.MendReason;
import dev.ichnos.codec.RecordingSpanSink;
import dev.ichnos.model.Attributes;
import dev.ichnos.model.Event;
import dev.ichnos.model.Resource;
import dev.ichnos.model.Sampled;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanKind;
import dev.ichnos.model.Status;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ZipkinProtoDecoderTest {
  private static final DecodeLimits LIMITS = DecodeLimits.DEFAULT;

  private final RecordingSpanSink sink = new RecordingSpanSink();

  @Test
  void decode_allFields_canonical() throws DecodeException {
    Span span =
        only(
            new ProtoMessage()
                .bytes(1, "463ac35c9f6413ad48485a3953bb6124")
                .bytes(2, "6b221d5bc9e6496c")
                .bytes(3, "5b4185666d50f68b")
                .varint(4, 2)
                .text(5, "GET /Details")
                .fixed64(6, 1641106513382869L)
                .varint(7, 870)
                .message(
                    8,
                    new ProtoMessage()
                        .text(1, "Details")
                        .bytes(2, "0a04000c")
                        .bytes(3, "20010db800000000000000000000000c")
                        .varint(4, 9080))
                .message(
                    9,
                    new ProtoMessage()
                        .text(1, "productpage")
                        .bytes(3, "20010db800000000000000000000000d")
                        .varint(4, 40000))
                .message(10, new ProtoMessage().fixed64(1, 1641106513383000L).text(2, "cache.miss"))
                .message(11, new ProtoMessage().text(1, "http.method").text(2, "GET"))
                .message(11, new ProtoMessage().text(1, "error").text(2, "it broke"))
                .varint(12, 1)
                .varint(13, 1));

    assertThat(span)
        .isEqualTo(
            Span.builder()
                .traceId(0x463ac35c9f6413adL, 0x48485a3953bb6124L)
                .spanId(0x5b4185666d50f68bL)
                .parentSpanId(0x6b221d5bc9e6496cL)
                .kind(SpanKind.SERVER)
                .name("GET /Details")
                .startEpochNanos(1641106513382869000L)
                .endEpochNanos(1641106513383739000L)
                .resource(Resource.of(Attributes.of("service.name", "Details")))
                .events(List.of(Event.of(1641106513383000000L, "cache.miss")))
                .attributes(
                    Attributes.builder()
                        .put("http.method", "GET")
                        .put("error", "it broke")
                        .put("network.local.address", "10.4.0.12")
                        .put("zipkin.local.ipv6", "2001:db8::c")
                        .put("network.local.port", 9080)
                        .put("peer.service", "productpage")
                        .put("network.peer.address", "2001:db8::d")
                        .put("network.peer.port", 40000)
                        .build())
                .status(new Status(Status.Code.ERROR, "it broke"))
                .debug(true)
                .sampled(Sampled.SAMPLED)
                .shared(true)
                .build());
    assertThat(sink.mended()).isEmpty();
  }

  @Test
  void decode_emptyMessage_noSpans() throws DecodeException {
    decode(new byte[0], LIMITS);

    assertThat(sink.spans()).isEmpty();
    assertThat(sink.dropped()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "463ac35c9f6413ad48485a3953bb6124, 463ac35c9f6413ad, 48485a3953bb6124, false",
    "48485a3953bb6124, 0, 48485a3953bb6124, false",
    "0000000000000000000000000000000f, 0, f, false",
    "463ac35c9f6413ad0000000000000000, 463ac35c9f6413ad, 0, false",
    "0f, 0, f, true",
    "bb6124, 0, bb6124, true",
    "010000000000000002, 1, 2, true",
    "3ac35c9f6413ad48485a3953bb6124, 3ac35c9f6413ad, 48485a3953bb6124, true",
  })
  void decode_traceIds(String hex, String high, String low, boolean mended) throws DecodeException {
    Span span = only(new ProtoMessage().bytes(1, hex).bytes(3, "5b4185666d50f68b"));

    assertThat(span.traceIdHigh()).isEqualTo(Long.parseUnsignedLong(high, 16));
    assertThat(span.traceIdLow()).isEqualTo(Long.parseUnsignedLong(low, 16));
    assertThat(sink.mended().containsKey(MendReason.SHORT_ID)).isEqualTo(mended);
  }

  @ParameterizedTest
  @CsvSource({
    "5b4185666d50f68b, 5b4185666d50f68b, 8bf6506d6685415b, ",
    "01, 1, 1, SHORT_ID",
    "0102, 102, 201, SHORT_ID",
    "01020304050607, 1020304050607, 7060504030201, SHORT_ID",
    "0100000000000000, 100000000000000, 1, ",
    "0000000000000000, 0, 0, PARENT_ID",
    "'', 0, 0, ",
  })
  void decode_parentIds_bothByteOrders(String hex, String big, String little, MendReason mended)
      throws DecodeException {
    byte[] message = ProtoMessage.list(ProtoMessage.span().bytes(2, hex));

    decode(message, LIMITS);
    ZipkinProtoDecoder.littleEndianSpanIds().decode(ByteBuffer.wrap(message), LIMITS, sink);

    assertThat(sink.spans())
        .extracting(Span::parentSpanId)
        .containsExactly(Long.parseUnsignedLong(big, 16), Long.parseUnsignedLong(little, 16));
    assertThat(sink.spans())
        .extracting(Span::spanId)
        .containsExactly(0x5b4185666d50f68bL, 0x8bf6506d6685415bL);
    assertThat(sink.spans().get(1).traceIdLow()).isEqualTo(0x48485a3953bb6124L);
    if (mended == null) {
      assertThat(sink.mended()).isEmpty();
    } else {
      assertThat(sink.mended()).containsEntry(mended, 2);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1a085b4185666d50f68b | INVALID_TRACE_ID spans[1].trace_id: absent or zero (expected: 8 or"
            + " 16 bytes)",
        "0a00 1a085b4185666d50f68b | INVALID_TRACE_ID spans[1].trace_id: absent or zero (expected:"
            + " 8 or 16 bytes)",
        "0a11463ac35c9f6413ad48485a3953bb612400 | INVALID_TRACE_ID spans[1].trace_id at byte 25: 17"
            + " bytes (expected: 8 or 16)",
        "0a0848485a3953bb6124 | INVALID_SPAN_ID spans[1].id: absent or zero (expected: 8 bytes)",
        "0a0848485a3953bb6124 1a080000000000000000 | INVALID_SPAN_ID spans[1].id: absent or zero"
            + " (expected: 8 bytes)",
        "0a0848485a3953bb6124 1a095b4185666d50f68b01 | INVALID_SPAN_ID spans[1].id at byte 35: 9"
            + " bytes (expected: 8)",
        "0a0848485a3953bb6124 1209010203040506070809 1a085b4185666d50f68b | MALFORMED_SPAN"
            + " spans[1].parent_id at byte 35: 9 bytes (expected: 8)",
        "0805 | MALFORMED_SPAN spans[1].trace_id at byte 25: wire type 0 (varint) (expected: wire"
            + " type 2 (length and bytes))",
        "2a05 6162 | MALFORMED_SPAN spans[1].name at byte 25: length 5 (expected: at most the 2"
            + " bytes that are left)",
        "38ffff | MALFORMED_SPAN spans[1].duration at byte 25: varint cut off at the end of its"
            + " message",
        "31ffff | MALFORMED_SPAN spans[1].timestamp at byte 25: 2 bytes left in the message"
            + " (expected: 8)",
        "42020a05 | MALFORMED_SPAN spans[1].local_endpoint.service_name at byte 27: length 5"
            + " (expected: at most the 0 bytes that are left)",
        "42020a05 0a0848485a3953bb6124 | MALFORMED_SPAN spans[1].local_endpoint.service_name at byte"
            + " 27: length 5 (expected: at most the 0 bytes that are left)",
        "5a021205 | MALFORMED_SPAN spans[1].tags.value at byte 27: length 5 (expected: at most the 0"
            + " bytes that are left)",
        "52020801 | MALFORMED_SPAN spans[1].annotations.timestamp at byte 27: wire type 0 (varint)"
            + " (expected: wire type 1 (eight bytes))",
        "a301a401 | MALFORMED_SPAN spans[1].field 20 at byte 26: wire type 3 (start of a group)"
            + " (expected: 0, 1, 2 or 5)",
        "00 | MALFORMED_SPAN spans[1] at byte 24: tag 0 (expected: 8-4294967295)",
      })
  void decode_badSpan_droppedAndItsNeighboursKept(String hex, String dropped)
      throws DecodeException {
    ProtoMessage bad = new ProtoMessage().hex(hex.replace(" ", ""));

    decode(ProtoMessage.list(ProtoMessage.span(), bad, ProtoMessage.span()), LIMITS);

    assertThat(sink.spans()).hasSize(2);
    assertThat(sink.dropped()).containsExactly("1 " + dropped);
    assertThat(sink.mended()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0a05 61 | spans[0] at byte 1: length 5 (expected: at most the 1 bytes that are left)",
        "0a00 0affffffff7f | spans[1] at byte 3: length 34359738367 (expected: at most the 0 bytes"
            + " that are left)",
        "0a80 | spans[0] at byte 1: varint cut off at the end of its message",
        "0801 | spans at byte 1: wire type 0 (varint) (expected: wire type 2 (length and bytes))",
        "13 14 | field 2 at byte 1: wire type 3 (start of a group) (expected: 0, 1, 2 or 5)",
        "ff | byte 0: tag varint cut off at the end of its message",
        "5b7b7d5d | field 11 at byte 1: wire type 3 (start of a group) (expected: 0, 1, 2 or 5)",
      })
  void decode_brokenFrames_refused(String hex, String problem) {
    byte[] message = HexFormat.of().parseHex(hex.replace(" ", ""));

    assertThatThrownBy(() -> decode(message, LIMITS))
        .isInstanceOf(DecodeException.class)
        .hasMessage("Malformed ZIPKIN_PROTO: " + problem);
  }

  @Test
  void decode_bufferWithinAnArray_offsetsFromItsStart() {
    ByteBuffer message = ByteBuffer.wrap(new byte[] {9, 9, 0x0a, 5, 1, 9}, 2, 3).slice();

    assertThatThrownBy(() -> new ZipkinProtoDecoder().decode(message, LIMITS, sink))
        .hasMessageContaining("spans[0] at byte 1: length 5");
  }

  @Test
  void decode_tooManySpans_refused() throws DecodeException {
    DecodeLimits limits = new DecodeLimits(2, 9, 9, 9, 9);
    decode(ProtoMessage.list(ProtoMessage.span(), ProtoMessage.span()), limits);

    assertThat(sink.spans()).hasSize(2);
    assertThatThrownBy(
            () ->
                decode(
                    ProtoMessage.list(
                        ProtoMessage.span(), ProtoMessage.span(), ProtoMessage.span()),
                    limits))
        .isInstanceOf(DecodeException.class)
        .hasMessageContaining("spans[2] at byte 45: one span more than the 2 of the limit");
  }

  @Test
  void decode_moreTagsAndAnnotationsThanAllowed_cutAndCounted() throws DecodeException {
    ProtoMessage span = ProtoMessage.span();
    for (String key : List.of("a", "b", "c", "a")) {
      span.message(11, new ProtoMessage().text(1, key).text(2, key + key));
      span.message(10, new ProtoMessage().fixed64(1, 7).text(2, key));
    }

    decode(ProtoMessage.list(span), new DecodeLimits(9, 9, 2, 3, 9));

    assertThat(sink.spans().get(0).attributes().size()).isEqualTo(2);
    assertThat(sink.spans().get(0).droppedAttributesCount()).isEqualTo(1);
    assertThat(sink.spans().get(0).events()).hasSize(3);
    assertThat(sink.spans().get(0).droppedEventsCount()).isEqualTo(1);
    assertThat(sink.mended()).containsOnly(entry(MendReason.LIMIT, 2));
  }

  @ParameterizedTest
  @CsvSource({
    "0, UNSPECIFIED, 0",
    "1, CLIENT, 0",
    "2, SERVER, 0",
    "3, PRODUCER, 0",
    "4, CONSUMER, 0",
    "5, UNSPECIFIED, 1",
    "-1, UNSPECIFIED, 1",
    "4294967297, UNSPECIFIED, 1",
  })
  void decode_kinds(long number, SpanKind kind, int mended) throws DecodeException {
    assertThat(only(ProtoMessage.span().varint(4, number)).kind()).isEqualTo(kind);
    assertThat(sink.mended().getOrDefault(MendReason.FIELD_LEFT_OUT, 0)).isEqualTo(mended);
  }

  @ParameterizedTest
  @CsvSource({
    "2, 0a000001, 10.0.0.1, ",
    "2, 00000000, 0.0.0.0, ",
    "2, '', '', ",
    "2, 0a0000, '', FIELD_LEFT_OUT",
    "2, 0a00000102, '', FIELD_LEFT_OUT",
    "3, 20010db8000000000000000000000001, 2001:db8::1, ",
    "3, 00000000000000000000000000000001, ::1, ",
    "3, 00000000000000000000000000000000, '', ",
    "3, 00000000000000000000ffff0a000001, 10.0.0.1, ",
    "3, 0a000001, 10.0.0.1, ",
    "3, 20010db80000000000000000000001, '', FIELD_LEFT_OUT",
  })
  void decode_addresses(int field, String hex, String expected, MendReason mended)
      throws DecodeException {
    Span span = only(ProtoMessage.span().message(9, new ProtoMessage().bytes(field, hex)));

    assertThat(span.attributes().string("network.peer.address")).isEqualTo(expected);
    if (mended == null) {
      assertThat(sink.mended()).isEmpty();
    } else {
      assertThat(sink.mended()).containsOnly(entry(mended, 1));
    }
  }

  @ParameterizedTest
  @CsvSource({"0, 0, 0", "1, 1, 0", "65535, 65535, 0", "65536, 0, 1", "-1, 0, 1"})
  void decode_ports(long number, long port, int mended) throws DecodeException {
    Span span = only(ProtoMessage.span().message(8, new ProtoMessage().varint(4, number)));

    assertThat(span.attributes().integer("network.local.port", 0)).isEqualTo(port);
    assertThat(sink.mended().getOrDefault(MendReason.FIELD_LEFT_OUT, 0)).isEqualTo(mended);
  }

  @ParameterizedTest
  @CsvSource({"-1, 5", "9223372036854776, 5", "7, -5", "7, 9223372036854776"})
  void decode_timesOutOfRange_absent(long timestamp, long duration) throws DecodeException {
    Span span = only(ProtoMessage.span().fixed64(6, timestamp).varint(7, duration));

    assertThat(span.endAbsent()).isTrue();
    assertThat(span.startEpochNanos()).isEqualTo(timestamp == 7 ? 7000 : 0);
    assertThat(sink.mended()).containsOnly(entry(MendReason.TIME, 1));
  }

  @Test
  void decode_tagWithoutKeyOrValue_emptyTexts() throws DecodeException {
    Span span =
        only(
            ProtoMessage.span()
                .message(11, new ProtoMessage().text(1, "key"))
                .message(11, new ProtoMessage().text(2, "value")));

    assertThat(span.attributes())
        .isEqualTo(Attributes.builder().put("key", "").put("", "value").build());
    assertThat(sink.mended()).isEmpty();
  }

  @Test
  void decode_annotationWithoutValue_leftOut() throws DecodeException {
    Span span =
        only(
            ProtoMessage.span()
                .message(10, new ProtoMessage().fixed64(1, 5))
                .message(10, new ProtoMessage().text(2, "timeless")));

    assertThat(span.events()).containsExactly(Event.of(0, "timeless"));
    assertThat(sink.mended()).containsOnly(entry(MendReason.FIELD_LEFT_OUT, 1));
  }

  @Test
  void decode_envoysServerAnnotation_leftOut() throws DecodeException {
    Span span =
        only(
            ProtoMessage.span()
                .varint(4, 2)
                .fixed64(6, 10)
                .varint(7, 5)
                .message(10, new ProtoMessage().fixed64(1, 16).text(2, "ss")));

    assertThat(span.events()).isEmpty();
    assertThat(span.endEpochNanos()).isEqualTo(15_000);
  }

  @Test
  void decode_textThatIsNotUtf8_mended() throws DecodeException {
    Span span =
        only(
            ProtoMessage.span()
                .bytes(5, "61ff62")
                .message(11, new ProtoMessage().bytes(1, "c3").bytes(2, "f09f98"))
                .message(8, new ProtoMessage().bytes(1, "80")));

    assertThat(span.name()).isEqualTo("a\uFFFDb");
    assertThat(span.attributes()).isEqualTo(Attributes.of("\uFFFD", "\uFFFD"));
    assertThat(span.resource().attributes().string("service.name")).isEqualTo("\uFFFD");
    assertThat(sink.mended()).containsOnly(entry(MendReason.INVALID_UTF8, 4));
  }

  @Test
  void decode_fieldsThatComeTwice_lastCountsAndEndpointsMerge() throws DecodeException {
    Span span =
        only(
            ProtoMessage.span()
                .text(5, "first")
                .text(5, "last")
                .message(8, new ProtoMessage().text(1, "a").varint(4, 80))
                .message(8, new ProtoMessage().text(1, "b"))
                .message(11, new ProtoMessage().text(1, "k").text(1, "key").text(2, "1"))
                .message(11, new ProtoMessage().text(1, "key").text(2, "2")));

    assertThat(span.name()).isEqualTo("last");
    assertThat(span.resource().attributes().string("service.name")).isEqualTo("b");
    assertThat(span.attributes())
        .isEqualTo(Attributes.builder().put("key", "2").put("network.local.port", 80).build());
  }

  @Test
  void decode_unknownFields_skipped() throws DecodeException {
    ProtoMessage unknown =
        new ProtoMessage().varint(99, 7).fixed64(98, 7).text(97, "x").hex("c50600000000");
    byte[] message =
        unknown
            .message(
                1,
                ProtoMessage.span()
                    .hex(HexFormat.of().formatHex(unknown.toByteArray()))
                    .message(8, new ProtoMessage().text(9, "x").text(1, "a"))
                    .message(10, new ProtoMessage().text(9, "x").text(2, "b"))
                    .message(11, new ProtoMessage().text(9, "x").text(1, "c")))
            .toByteArray();

    decode(message, LIMITS);

    assertThat(sink.spans()).hasSize(1);
    assertThat(sink.spans().get(0).attributes()).isEqualTo(Attributes.of("c", ""));
    assertThat(sink.mended()).isEmpty();
  }

  private Span only(ProtoMessage span) throws DecodeException {
    decode(ProtoMessage.list(span), LIMITS);
    assertThat(sink.dropped()).isEmpty();
    assertThat(sink.spans()).hasSize(1);
    return sink.spans().get(0);
  }

  private void decode(byte[] message, DecodeLimits limits) throws DecodeException {
    new ZipkinProtoDecoder().decode(ByteBuffer.wrap(message), limits, sink);
  }
}
