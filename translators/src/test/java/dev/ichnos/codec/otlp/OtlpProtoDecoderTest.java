package dev.ichnos.codec.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import dev.ichnos.codec.DecodeException;
import dev.ichnos.codec.DecodeLimits;
import dev.ichnos.codec.MendReason;
import dev.ichnos.model.Attributes;
import dev.ichnos.model.Sampled;
import dev.ichnos.model.SpanKind;
import dev.ichnos.model.Status;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class OtlpProtoDecoderTest {
  private static final ByteString TRACE_ID = hex("463ac35c9f6413ad48485a3953bb6124");
  private static final ByteString SPAN_ID = hex("0000000000000001");
  private static final Span GOOD =
      Span.newBuilder().setTraceId(TRACE_ID).setSpanId(SPAN_ID).setName("good").build();

  private final OtlpProtoDecoder decoder = new OtlpProtoDecoder();

  @Test
  void decode_emptyMessage_hasNoSpans() throws Exception {
    assertThat(RecordingSink.decode(decoder, new byte[0]).spans).isEmpty();
  }

  @Test
  void decode_resourceWithoutSpans_hasNoSpans() throws Exception {
    // What Envoy sends every five seconds from every idle worker.
    byte[] message = request(ResourceSpans.newBuilder().setResource(service("idle")).build());

    assertThat(RecordingSink.decode(decoder, message).spans).isEmpty();
  }

  @Test
  void decode_badIdsAmongGoodSpans_dropsOnlyThose() throws Exception {
    byte[] message =
        spans(
            GOOD,
            GOOD.toBuilder().setTraceId(hex("0102030405")).build(),
            GOOD.toBuilder().clearTraceId().build(),
            GOOD.toBuilder().setTraceId(ByteString.copyFrom(new byte[16])).build(),
            GOOD.toBuilder().setSpanId(ByteString.copyFrom(new byte[8])).build(),
            GOOD);

    RecordingSink sink = RecordingSink.decode(decoder, message);

    assertThat(sink.spans).hasSize(2);
    assertThat(sink.drops)
        .containsExactly(
            "3 INVALID_TRACE_ID resource_spans[0].scope_spans[0].spans[1].trace_id: 5 bytes"
                + " (expected: 16, not all of them zero)",
            "1 INVALID_SPAN_ID resource_spans[0].scope_spans[0].spans[4].span_id: 8 bytes"
                + " (expected: 8, not all of them zero)");
  }

  @Test
  void decode_badUtf8AmongGoodSpans_isMended() throws Exception {
    ByteString bad =
        ByteString.copyFrom(new byte[] {'a', (byte) 0xC3, 'b', (byte) 0xED, (byte) 0xA0});
    Span named = withRaw(GOOD.toBuilder().clearName().build(), 5, bad);

    RecordingSink sink = RecordingSink.decode(decoder, spans(GOOD, named, GOOD));

    assertThat(sink.spans)
        .extracting(span -> span.name())
        .containsExactly("good", "a\uFFFDb\uFFFD\uFFFD", "good");
    assertThat(sink.mends).containsExactly(MendReason.INVALID_UTF8);
  }

  @Test
  void decode_mendsOfDroppedSpans_areNotCounted() throws Exception {
    ByteString bad = ByteString.copyFrom(new byte[] {(byte) 0xFF});
    Span dropped = withRaw(GOOD.toBuilder().clearName().clearSpanId().build(), 5, bad);

    RecordingSink sink = RecordingSink.decode(decoder, spans(dropped, GOOD));

    assertThat(sink.spans).hasSize(1);
    assertThat(sink.mends).isEmpty();
  }

  @Test
  void decode_shortTraceId_isPadded() throws Exception {
    RecordingSink sink =
        RecordingSink.decode(
            decoder, spans(GOOD.toBuilder().setTraceId(hex("48485a3953bb6124")).build()));

    assertThat(sink.spans.get(0).traceId().hex()).isEqualTo("000000000000000048485a3953bb6124");
    assertThat(sink.mends).containsExactly(MendReason.SHORT_ID);
  }

  @Test
  void decode_oddParents_areRoots() throws Exception {
    RecordingSink sink =
        RecordingSink.decode(
            decoder,
            spans(
                GOOD.toBuilder().setParentSpanId(ByteString.copyFrom(new byte[8])).build(),
                GOOD.toBuilder().setParentSpanId(hex("010203")).build(),
                GOOD.toBuilder().setParentSpanId(SPAN_ID).build()));

    assertThat(sink.spans).extracting(span -> span.parentSpanId()).containsExactly(0L, 0L, 0L);
    assertThat(sink.mends).containsExactly(MendReason.PARENT_ID, MendReason.PARENT_ID);
  }

  @Test
  void decode_badLinks_areLeftOutAndCounted() throws Exception {
    Span span =
        GOOD.toBuilder()
            .addLinks(Span.Link.newBuilder().setTraceId(TRACE_ID).setSpanId(SPAN_ID))
            .addLinks(Span.Link.newBuilder().setSpanId(SPAN_ID))
            .addLinks(Span.Link.newBuilder().setTraceId(TRACE_ID).setSpanId(hex("01")))
            .setDroppedLinksCount(5)
            .build();

    RecordingSink sink = RecordingSink.decode(decoder, spans(span));

    assertThat(sink.spans.get(0).links()).hasSize(1);
    assertThat(sink.spans.get(0).droppedLinksCount()).isEqualTo(7);
    assertThat(sink.mends).containsExactly(MendReason.FIELD_LEFT_OUT, MendReason.FIELD_LEFT_OUT);
  }

  @Test
  void decode_unknownEnumsAndFarTimes_areMended() throws Exception {
    Span span =
        GOOD.toBuilder()
            .setKindValue(77)
            .setStatus(io.opentelemetry.proto.trace.v1.Status.newBuilder().setCodeValue(9))
            .setStartTimeUnixNano(-1)
            .setEndTimeUnixNano(5)
            .build();

    RecordingSink sink = RecordingSink.decode(decoder, spans(span));

    assertThat(sink.spans.get(0).kind()).isEqualTo(SpanKind.UNSPECIFIED);
    assertThat(sink.spans.get(0).status()).isEqualTo(Status.UNSET);
    assertThat(sink.spans.get(0).startAbsent()).isTrue();
    assertThat(sink.spans.get(0).endAbsent()).isFalse();
    assertThat(sink.mends)
        .containsExactlyInAnyOrder(MendReason.VALUE_TYPE, MendReason.VALUE_TYPE, MendReason.TIME);
  }

  @Test
  void decode_flags_sayTheDecision() throws Exception {
    RecordingSink sink =
        RecordingSink.decode(
            decoder,
            spans(
                GOOD,
                GOOD.toBuilder().setFlags(0x101).build(),
                GOOD.toBuilder().setFlags(0x100).build()));

    assertThat(sink.spans)
        .extracting(span -> span.sampled())
        .containsExactly(Sampled.DEFERRED, Sampled.SAMPLED, Sampled.DEFERRED);
    assertThat(sink.spans).extracting(span -> span.flags()).containsExactly(0, 0x101, 0x100);
  }

  @Test
  void decode_sharedFieldsBehindTheirSpans_arePutOnThem() throws Exception {
    byte[] before =
        ResourceSpans.newBuilder()
            .addScopeSpans(ScopeSpans.newBuilder().addSpans(GOOD))
            .build()
            .toByteArray();
    byte[] behind =
        ResourceSpans.newBuilder()
            .setResource(service("late"))
            .setSchemaUrl("url")
            .build()
            .toByteArray();
    ByteString group = ByteString.copyFrom(before).concat(ByteString.copyFrom(behind));

    RecordingSink sink = RecordingSink.decode(decoder, field(1, group).toByteArray());

    assertThat(sink.spans.get(0).resource().attributes().string("service.name")).isEqualTo("late");
    assertThat(sink.spans.get(0).resource().schemaUrl()).isEqualTo("url");
  }

  @Test
  void decode_resourceTwice_isMerged() throws Exception {
    ByteString group =
        field(1, service("first").toByteString())
            .concat(
                field(
                    1, Resource.newBuilder().addAttributes(pair("k", "v")).build().toByteString()))
            .concat(field(2, ScopeSpans.newBuilder().addSpans(GOOD).build().toByteString()));

    RecordingSink sink = RecordingSink.decode(decoder, field(1, group).toByteArray());

    assertThat(sink.spans.get(0).resource().attributes())
        .isEqualTo(Attributes.builder().put("service.name", "first").put("k", "v").build());
  }

  @Test
  void decode_attributeTwice_lastWins() throws Exception {
    Span span =
        GOOD.toBuilder()
            .addAttributes(pair("k", "1"))
            .addAttributes(pair("l", "2"))
            .addAttributes(pair("k", "3"))
            .build();

    assertThat(RecordingSink.decode(decoder, spans(span)).spans.get(0).attributes())
        .isEqualTo(Attributes.builder().put("k", "3").put("l", "2").build());
  }

  @Test
  void decode_valueBeforeKey_isRead() throws Exception {
    ByteString swapped =
        field(2, AnyValue.newBuilder().setIntValue(7).build().toByteString())
            .concat(field(1, ByteString.copyFromUtf8("k")));
    Span span = withRaw(GOOD, 9, swapped);

    assertThat(RecordingSink.decode(decoder, spans(span)).spans.get(0).attributes().integer("k", 0))
        .isEqualTo(7);
  }

  @Test
  void decode_instrumentationLibrarySpans_areScopeSpans() throws Exception {
    ByteString library = ScopeSpans.newBuilder().addSpans(GOOD).build().toByteString();

    RecordingSink sink =
        RecordingSink.decode(decoder, field(1, field(1000, library)).toByteArray());

    assertThat(sink.spans).hasSize(1);
  }

  @Test
  void decode_unknownFields_areSkipped() throws Exception {
    UnknownFieldSet unknown =
        UnknownFieldSet.newBuilder()
            .addField(
                99,
                UnknownFieldSet.Field.newBuilder()
                    .addVarint(-1)
                    .addFixed32(1)
                    .addFixed64(2)
                    .addLengthDelimited(ByteString.copyFromUtf8("x"))
                    .build())
            .build();
    byte[] message =
        ExportTraceServiceRequest.newBuilder()
            .setUnknownFields(unknown)
            .addResourceSpans(
                ResourceSpans.newBuilder()
                    .setUnknownFields(unknown)
                    .addScopeSpans(
                        ScopeSpans.newBuilder()
                            .setUnknownFields(unknown)
                            .addSpans(GOOD.toBuilder().setUnknownFields(unknown))))
            .build()
            .toByteArray();

    RecordingSink sink = RecordingSink.decode(decoder, message);

    assertThat(sink.spans).hasSize(1);
    assertThat(sink.mends).isEmpty();
  }

  @Test
  void decode_pastTheLimits_leavesOutAndCounts() throws Exception {
    DecodeLimits limits = new DecodeLimits(10, 4, 2, 1, 1);
    Span.Link link = Span.Link.newBuilder().setTraceId(TRACE_ID).setSpanId(SPAN_ID).build();
    Span span =
        GOOD.toBuilder()
            .addAttributes(pair("a", "1"))
            .addAttributes(pair("b", "2"))
            .addAttributes(pair("c", "3"))
            .setDroppedAttributesCount(-1)
            .addEvents(Span.Event.newBuilder().setName("1"))
            .addEvents(Span.Event.newBuilder().setName("2"))
            .setDroppedEventsCount(1)
            .addLinks(link)
            .addLinks(link)
            .build();

    RecordingSink sink = RecordingSink.decode(decoder, spans(span), limits);

    assertThat(sink.spans.get(0).attributes().size()).isEqualTo(2);
    assertThat(sink.spans.get(0).droppedAttributesCount()).isEqualTo(-1);
    assertThat(sink.spans.get(0).events()).hasSize(1);
    assertThat(sink.spans.get(0).droppedEventsCount()).isEqualTo(2);
    assertThat(sink.spans.get(0).links()).hasSize(1);
    assertThat(sink.spans.get(0).droppedLinksCount()).isEqualTo(1);
    assertThat(sink.mends).containsExactly(MendReason.LIMIT, MendReason.LIMIT, MendReason.LIMIT);
  }

  @Test
  void decode_tooManySpans_isMalformed() {
    DecodeLimits limits = new DecodeLimits(1, 4, 2, 1, 1);

    assertThatThrownBy(() -> RecordingSink.decode(decoder, spans(GOOD, GOOD), limits))
        .isInstanceOf(DecodeException.class)
        .hasMessageContaining("scope_spans[0].spans[1] at byte")
        .hasMessageContaining("one span more than the 1");
  }

  @Test
  void decode_nestingBomb_isMalformed() throws Exception {
    assertThat(RecordingSink.decode(decoder, nested(31)).spans).hasSize(1);
    assertMalformed(nested(32), "nested deeper than the 32");
    assertMalformed(nested(2_000), "nested deeper than the 32");
  }

  @Test
  void decode_truncatedAnywhere_isMalformedOrShorter() throws Exception {
    byte[] message = spans(GOOD.toBuilder().addAttributes(pair("k", "v")).build());
    for (int length = 1; length < message.length; length++) {
      byte[] cut = Arrays.copyOf(message, length);
      assertThatThrownBy(() -> RecordingSink.decode(decoder, cut))
          .isInstanceOf(DecodeException.class)
          .hasMessageStartingWith("Malformed OTLP_PROTO: ");
    }
  }

  @Test
  void decode_lengthPastItsMessage_namesPathAndByte() {
    // A span that holds a name of 99 bytes in 2.
    assertMalformed(
        new byte[] {10, 6, 18, 4, 18, 2, 42, 99},
        "Malformed OTLP_PROTO: resource_spans[0].scope_spans[0].spans[0].name at byte 7: length 99"
            + " (expected: at most the 0 bytes that are left)");
  }

  @Test
  void decode_wrongWireType_namesBoth() {
    assertMalformed(
        new byte[] {10, 6, 18, 4, 18, 2, 40, 1},
        "spans[0].name at byte 7: wire type 0 (varint) (expected: wire type 2 (length and bytes))");
  }

  @Test
  void decode_group_isMalformed() {
    assertMalformed(new byte[] {11, 12}, "wire type 3 (start of a group)");
    assertMalformed(new byte[] {99 << 3 & 0x7f | 3, 1}, "wire type 3");
  }

  @Test
  void decode_endlessVarint_isMalformed() {
    byte[] message = new byte[12];
    Arrays.fill(message, (byte) 0xff);
    assertMalformed(message, "Malformed OTLP_PROTO: byte 0: tag varint of more than 10 bytes");
    assertMalformed(new byte[] {10, -1}, "varint cut off");
  }

  @Test
  void decode_fieldZero_isMalformed() {
    assertMalformed(new byte[] {2, 0}, "tag 2 (expected: 8-4294967295)");
  }

  private void assertMalformed(byte[] message, String text) {
    assertThatThrownBy(() -> RecordingSink.decode(decoder, message))
        .isInstanceOf(DecodeException.class)
        .hasMessageContaining(text);
  }

  /** A span with a list in a list in a list. */
  private static byte[] nested(int lists) {
    ByteString value = AnyValue.newBuilder().setStringValue("deep").build().toByteString();
    for (int i = 0; i < lists; i++) {
      value = field(5, field(1, value));
    }
    return spans(withRaw(GOOD, 9, field(2, value)));
  }

  private static Span withRaw(Span span, int number, ByteString value) {
    return span.toBuilder()
        .setUnknownFields(
            UnknownFieldSet.newBuilder()
                .addField(
                    number, UnknownFieldSet.Field.newBuilder().addLengthDelimited(value).build())
                .build())
        .build();
  }

  private static ByteString field(int number, ByteString value) {
    return UnknownFieldSet.newBuilder()
        .addField(number, UnknownFieldSet.Field.newBuilder().addLengthDelimited(value).build())
        .build()
        .toByteString();
  }

  private static byte[] spans(Span... spans) {
    return request(
        ResourceSpans.newBuilder()
            .addScopeSpans(ScopeSpans.newBuilder().addAllSpans(List.of(spans)))
            .build());
  }

  private static byte[] request(ResourceSpans group) {
    return ExportTraceServiceRequest.newBuilder().addResourceSpans(group).build().toByteArray();
  }

  private static Resource service(String name) {
    return Resource.newBuilder().addAttributes(pair("service.name", name)).build();
  }

  private static KeyValue pair(String key, String value) {
    return KeyValue.newBuilder()
        .setKey(key)
        .setValue(AnyValue.newBuilder().setStringValue(value))
        .build();
  }

  private static ByteString hex(String digits) {
    return ByteString.copyFrom(HexFormat.of().parseHex(digits));
  }
}
