package dev.ichnos.codec.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ichnos.codec.DecodeException;
import dev.ichnos.codec.DecodeLimits;
import dev.ichnos.codec.MendReason;
import dev.ichnos.model.AttributeList;
import dev.ichnos.model.Attributes;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanKind;
import dev.ichnos.model.Status;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class OtlpJsonDecoderTest {
  private static final String IDS =
      "\"traceId\":\"463AC35C9F6413ad48485a3953bb6124\",\"spanId\":\"000000000000000a\"";

  private final OtlpJsonDecoder decoder = new OtlpJsonDecoder();

  @Test
  void decode_emptyRequest_hasNoSpans() throws Exception {
    assertThat(decode("{}").spans).isEmpty();
    assertThat(decode("{\"resourceSpans\":null}").spans).isEmpty();
    assertThat(decode("{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[]}]}]}").spans).isEmpty();
  }

  @Test
  void decode_idsOfAnyCase_areRead() throws Exception {
    Span span = one("").spans.get(0);

    assertThat(span.traceId().hex()).isEqualTo("463ac35c9f6413ad48485a3953bb6124");
    assertThat(span.spanId()).isEqualTo(10);
  }

  @Test
  void decode_sharedFieldsBehindTheirSpans_arePutOnThem() throws Exception {
    Span span =
        decode(
                "{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[{"
                    + IDS
                    + "}],\"schemaUrl\":\"s\",\"scope\":{\"name\":\"n\"}}],\"schemaUrl\":\"r\","
                    + "\"resource\":{\"attributes\":[{\"value\":{\"stringValue\":\"v\"},"
                    + "\"key\":\"k\"}]}}]}")
            .spans
            .get(0);

    assertThat(span.resource().attributes()).isEqualTo(Attributes.of("k", "v"));
    assertThat(span.resource().schemaUrl()).isEqualTo("r");
    assertThat(span.scope().name()).isEqualTo("n");
    assertThat(span.scope().schemaUrl()).isEqualTo("s");
  }

  @Test
  void decode_numbersInEveryShape_areRead() throws Exception {
    RecordingSink sink =
        one(
            "\"startTimeUnixNano\":1700000000000000001,\"endTimeUnixNano\":\"1700000000000000002\","
                + "\"droppedEventsCount\":\"4294967295\",\"flags\":257,"
                + "\"events\":[{\"timeUnixNano\":1.7e18}]");

    Span span = sink.spans.get(0);
    assertThat(span.startEpochNanos()).isEqualTo(1700000000000000001L);
    assertThat(span.endEpochNanos()).isEqualTo(1700000000000000002L);
    assertThat(span.droppedEventsCount()).isEqualTo(-1);
    assertThat(span.flags()).isEqualTo(257);
    assertThat(span.events().get(0).epochNanos()).isEqualTo(1_700_000_000_000_000_000L);
    assertThat(sink.mends).containsExactly(MendReason.NUMBER_SHAPE);
  }

  @Test
  void decode_numbersThatAreNone_areLeftOut() throws Exception {
    RecordingSink sink =
        one(
            "\"startTimeUnixNano\":\"18446744073709551615\",\"endTimeUnixNano\":{},"
                + "\"droppedEventsCount\":-1,\"flags\":\"x\"");

    Span span = sink.spans.get(0);
    assertThat(span.startAbsent()).isTrue();
    assertThat(span.endAbsent()).isTrue();
    assertThat(sink.mends)
        .containsExactlyInAnyOrder(
            MendReason.TIME, MendReason.TIME, MendReason.FIELD_LEFT_OUT, MendReason.FIELD_LEFT_OUT);
  }

  @Test
  void decode_enumsByName_areRead() throws Exception {
    RecordingSink sink =
        one("\"kind\":\"SPAN_KIND_SERVER\",\"status\":{\"code\":\"STATUS_CODE_ERROR\"}");

    assertThat(sink.spans.get(0).kind()).isEqualTo(SpanKind.SERVER);
    assertThat(sink.spans.get(0).status().code()).isEqualTo(Status.Code.ERROR);
    assertThat(sink.mends).containsExactly(MendReason.VALUE_TYPE, MendReason.VALUE_TYPE);
  }

  @Test
  void decode_unknownEnums_areUnspecified() throws Exception {
    RecordingSink sink = one("\"kind\":4294967298,\"status\":{\"code\":\"BAD\"}");

    assertThat(sink.spans.get(0).kind()).isEqualTo(SpanKind.UNSPECIFIED);
    assertThat(sink.spans.get(0).status()).isEqualTo(Status.UNSET);
    assertThat(sink.mends).containsExactly(MendReason.VALUE_TYPE, MendReason.VALUE_TYPE);
  }

  @Test
  void decode_valuesOfWrongType_keepTheirText() throws Exception {
    RecordingSink sink =
        one(
            "\"attributes\":[{\"key\":\"a\",\"value\":{\"intValue\":\"12x\"}},"
                + "{\"key\":\"b\",\"value\":{\"boolValue\":\"true\"}},"
                + "{\"key\":\"c\",\"value\":{\"stringValue\":5}},"
                + "{\"key\":\"d\",\"value\":\"bare\"},"
                + "{\"key\":\"e\",\"value\":{\"bytesValue\":\"%\"}},"
                + "{\"key\":\"f\",\"value\":{\"doubleValue\":\"x\"}},"
                + "{\"key\":\"g\",\"value\":{\"arrayValue\":{\"values\":[1,null]}}}]");

    assertThat(sink.spans.get(0).attributes())
        .isEqualTo(
            Attributes.builder()
                .put("a", "12x")
                .put("b", true)
                .put("c", "5")
                .put("d", "bare")
                .put("e", "%")
                .put("f", "x")
                .put("g", AttributeList.builder().add(1).addEmpty().build())
                .build());
    assertThat(sink.mends).hasSize(7).containsOnly(MendReason.VALUE_TYPE);
  }

  @Test
  void decode_doublesAsText_areRead() throws Exception {
    Span span =
        one("\"attributes\":[{\"key\":\"a\",\"value\":{\"doubleValue\":\"-Infinity\"}},"
                + "{\"key\":\"b\",\"value\":{\"doubleValue\":\"NaN\"}},"
                + "{\"key\":\"c\",\"value\":{\"doubleValue\":2}}]")
            .spans
            .get(0);

    assertThat(span.attributes())
        .isEqualTo(
            Attributes.builder()
                .put("a", Double.NEGATIVE_INFINITY)
                .put("b", Double.NaN)
                .put("c", 2.0)
                .build());
  }

  @Test
  void decode_fieldsOfWrongShape_areLeftOut() throws Exception {
    RecordingSink sink =
        one(
            "\"attributes\":{},\"events\":7,\"links\":[3],\"status\":\"x\",\"name\":[1],"
                + "\"unknown\":[{\"deep\":[]}]");

    assertThat(sink.spans).hasSize(1);
    assertThat(sink.mends).hasSize(5).containsOnly(MendReason.FIELD_LEFT_OUT);
  }

  @Test
  void decode_badSpansAmongGood_areDropped() throws Exception {
    String good = "{" + IDS + "}";
    RecordingSink sink =
        spans(
            good
                + ",{\"traceId\":\"xyz\",\"spanId\":\"0\"},7,"
                + good
                + ",{\"traceId\":\"463ac35c9f6413ad48485a3953bb6124\"}");

    assertThat(sink.spans).hasSize(2);
    assertThat(sink.drops)
        .satisfiesExactly(
            drop ->
                assertThat(drop)
                    .startsWith("1 INVALID_TRACE_ID resourceSpans[0].scopeSpans[0].spans[1], byte ")
                    .endsWith("traceId is \"xyz\" (expected: 32 hex digits)"),
            drop -> assertThat(drop).startsWith("1 INVALID_SPAN_ID").contains("spans[4]"),
            drop -> assertThat(drop).startsWith("1 MALFORMED_SPAN").contains("spans[2]"));
  }

  @Test
  void decode_badUtf8AmongGoodSpans_isMended() throws Exception {
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    message.writeBytes(bytes("{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[{" + IDS));
    message.writeBytes(bytes(",\"name\":\"a"));
    message.write(0xC3);
    message.writeBytes(bytes("b\"},{" + IDS + ",\"name\":\"\\ud83d!\"},{" + IDS + "}]}]}]}"));

    RecordingSink sink = RecordingSink.decode(decoder, message.toByteArray());

    assertThat(sink.spans)
        .extracting(span -> span.name())
        .containsExactly("a\uFFFDb", "\uFFFD!", "");
    assertThat(sink.mends).containsExactly(MendReason.INVALID_UTF8, MendReason.INVALID_UTF8);
  }

  @Test
  void decode_oldNames_areRead() throws Exception {
    String json =
        "{\"resource_spans\":[{\"instrumentationLibrarySpans\":[{\"instrumentationLibrary\":"
            + "{\"name\":\"lib\"},\"spans\":[{"
            + IDS
            + "}]}]}]}";

    assertThat(decode(json).spans.get(0).scope().name()).isEqualTo("lib");
  }

  @Test
  void decode_nestingBombs_areMalformed() throws Exception {
    assertThat(nested(31).spans).hasSize(1);
    assertThatThrownBy(() -> nested(32))
        .isInstanceOf(DecodeException.class)
        .hasMessageContaining("nested deeper than the 32");
    assertMalformed("{\"x\":" + "[".repeat(33) + "]".repeat(33) + "}", "nested deeper");
    assertMalformed("{\"x\":" + "[".repeat(100_000), "nested deeper");
  }

  @Test
  void decode_tooManySpans_isMalformed() {
    DecodeLimits limits = new DecodeLimits(1, 4, 2, 1, 1);
    String json = request("{" + IDS + "},{" + IDS + "}");

    assertThatThrownBy(() -> RecordingSink.decode(decoder, bytes(json), limits))
        .isInstanceOf(DecodeException.class)
        .hasMessageContaining("resourceSpans[0].scopeSpans[0].spans[1], byte ")
        .hasMessageContaining("one span more than the 1");
  }

  @Test
  void decode_notJson_namesPlace() {
    assertMalformed("", "Malformed OTLP_JSON: request, byte 0");
    assertMalformed("hello", "Malformed OTLP_JSON: request, byte");
    assertMalformed("[]", "no object (expected: {\"resourceSpans\":[...]})");
    assertMalformed("{\"resourceSpans\":{}}", "resourceSpans is no list");
    assertMalformed("{} {}", "more behind the request");
    assertMalformed(
        request("{" + IDS + "},{\"name\":]"),
        "Malformed OTLP_JSON: resourceSpans[0].scopeSpans[0].spans[1], byte ");
  }

  @Test
  void decode_truncatedAnywhere_isMalformed() {
    String json = request("{" + IDS + ",\"attributes\":[{\"key\":\"ä\"}]}");
    byte[] message = bytes(json);
    for (int length = 0; length < message.length; length++) {
      byte[] cut = Arrays.copyOf(message, length);
      assertThatThrownBy(() -> RecordingSink.decode(decoder, cut))
          .isInstanceOf(DecodeException.class);
    }
  }

  private void assertMalformed(String json, String text) {
    assertThatThrownBy(() -> decode(json))
        .isInstanceOf(DecodeException.class)
        .hasMessageContaining(text);
  }

  private RecordingSink nested(int lists) throws Exception {
    return one(
        "\"attributes\":[{\"key\":\"k\",\"value\":"
            + "{\"arrayValue\":{\"values\":[".repeat(lists)
            + "{}"
            + "]}}".repeat(lists)
            + "}]");
  }

  private RecordingSink one(String moreFields) throws Exception {
    return spans("{" + IDS + (moreFields.isEmpty() ? "" : "," + moreFields) + "}");
  }

  private RecordingSink spans(String spans) throws Exception {
    return decode(request(spans));
  }

  private static String request(String spans) {
    return "{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[" + spans + "]}]}]}";
  }

  private RecordingSink decode(String json) throws Exception {
    return RecordingSink.decode(decoder, bytes(json));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
