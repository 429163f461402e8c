package dev.ichnos.codec.cloudtrace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ichnos.codec.DecodeException;
import dev.ichnos.codec.DecodeLimits;
import dev.ichnos.codec.MendReason;
import dev.ichnos.codec.RecordingSpanSink;
import dev.ichnos.model.Attributes;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanKind;
import dev.ichnos.model.Status;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The shapes that JSON has beside protobuf; what the fields mean is shown with protobuf. */
class CloudTraceJsonDecoderTest {
  private static final String NAME = "'name':'" + ReadSpans.NAME + "'";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'2026-01-02T03:04:05.000006Z' | 1767323045000006000",
        "'2026-01-02T04:04:05.000006+01:00' | 1767323045000006000",
        "'2026-01-02t03:04:05z' | 1767323045000000000",
        "'1970-01-01T00:00:00Z' | 0",
        "'1969-12-31T23:59:59Z' | 0",
        "'10000-01-01T00:00:00Z' | 0",
        "'today' | 0",
        "1767323045 | 0",
        "{'seconds':'1767323045','nanos':6000} | 1767323045000006000"
      })
  void decode_time_isRfc3339(String time, long nanos) throws Exception {
    String value = time.startsWith("{") || time.startsWith("1767") ? time : "'" + time + "'";

    assertThat(read("{" + NAME + ",'startTime':" + value + "}").spans())
        .extracting(Span::startEpochNanos)
        .containsExactly(nanos);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'spanKind':'SERVER','status':{'code':8}",
        "'span_kind':2,'status':{'code':'8'}",
        "'spanKind':'2','spanKind':'SERVER','status':{'code':8.0}"
      })
  void decode_enumsAndNumbers_anyShape(String fields) throws Exception {
    Span span = read("{" + NAME + "," + fields + "}").spans().get(0);

    assertThat(span.kind()).isEqualTo(SpanKind.SERVER);
    assertThat(span.status().code()).isEqualTo(Status.Code.ERROR);
    assertThat(span.attributes().integer("cloudtrace.status.code", 0)).isEqualTo(8);
  }

  @Test
  void decode_values_anyShape() throws Exception {
    RecordingSpanSink sink =
        read(
            "{"
                + NAME
                + ",'attributes':{'attributeMap':{"
                + "'text':{'stringValue':{'value':'ä'}},"
                + "'bare':{'string_value':'b'},"
                + "'long':{'intValue':'-9223372036854775808'},"
                + "'plain':{'intValue':7},"
                + "'flag':{'boolValue':true},"
                + "'nothing':{},"
                + "'gone':null,"
                + "'wrong':[1]}}}");

    assertThat(sink.spans().get(0).attributes())
        .isEqualTo(
            Attributes.builder()
                .put("text", "ä")
                .put("bare", "b")
                .put("long", Long.MIN_VALUE)
                .put("plain", 7)
                .put("flag", true)
                .putEmpty("nothing")
                .build());
    assertThat(sink.mended())
        .isEqualTo(Map.of(MendReason.VALUE_TYPE, 1, MendReason.FIELD_LEFT_OUT, 1));
  }

  @Test
  void decode_sameProcess_bareOrWrapped() throws Exception {
    assertThat(flags("true")).isEqualTo(0x100);
    assertThat(flags("false")).isEqualTo(0x300);
    assertThat(flags("{'value':false}")).isEqualTo(0x300);
    assertThat(flags("null")).isZero();
  }

  private static int flags(String sameProcess) throws Exception {
    return read("{" + NAME + ",'sameProcessAsParentSpan':" + sameProcess + "}")
        .spans()
        .get(0)
        .flags();
  }

  @Test
  void decode_wrongTypes_areLeftOut() throws Exception {
    RecordingSpanSink sink =
        read(
            "{"
                + NAME
                + ",'attributes':1,'links':[],'timeEvents':'x','status':true,'stackTrace':{"
                + "'stackFrames':3},'displayName':{'value':{}},'unknown':{'a':[{}]}}");

    assertThat(sink.spans()).hasSize(1);
    assertThat(sink.mended()).isEqualTo(Map.of(MendReason.FIELD_LEFT_OUT, 6));
  }

  @Test
  void decode_noObjectInTheList_sparesItsNeighbours() throws Exception {
    RecordingSpanSink sink = request("{'spans':[7,{" + NAME + "},[{}]]}");

    assertThat(sink.spans()).hasSize(1);
    assertThat(sink.dropped()).hasSize(2);
    assertThat(sink.dropped().get(0)).contains("spans[0]: no object (expected: a span)");
  }

  @Test
  void decode_nothing_isNoSpans() throws Exception {
    assertThat(request("").spans()).isEmpty();
    assertThat(request("{}").spans()).isEmpty();
    assertThat(request("{'name':'projects/p','spans':[]}").spans()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[] | byte 0: no object (expected: a BatchWriteSpansRequest",
        "{'spans':{}} | byte 9: spans is no list",
        "{'spans':[{'name':}]} | spans[0], byte 18: Unexpected character",
        "{'spans':[{} | Unexpected end-of-input",
        "{} {} | more JSON behind the message",
        "<html> | byte 0: Unexpected character"
      })
  void decode_brokenJson_saysWhere(String json, String problem) {
    assertThatThrownBy(() -> request(json))
        .isInstanceOf(DecodeException.class)
        .hasMessageStartingWith("Malformed CLOUDTRACE_V2_JSON: ")
        .hasMessageContaining(problem);
  }

  @Test
  void decode_deepNesting_isMalformed() {
    String deep = "[".repeat(40) + "]".repeat(40);

    assertThatThrownBy(() -> request("{'spans':[{'unknown':" + deep + "}]}"))
        .hasMessageContaining("spans[0], byte ")
        .hasMessageContaining("nested too deep (expected: at most 32)");
  }

  @Test
  void decode_tooManySpans_isMalformed() {
    assertThatThrownBy(
            () ->
                ReadSpans.decode(
                    new CloudTraceJsonDecoder(),
                    bytes("{'spans':[{},{}]}"),
                    new DecodeLimits(1, 32, 9, 9, 9)))
        .hasMessageContaining("one span more than the 1 of the limit");
  }

  @Test
  void decodeSingle_nameOutside_isTaken() throws Exception {
    RecordingSpanSink sink =
        ReadSpans.decode(
            CloudTraceJsonDecoder.ofSingleSpan(ReadSpans.NAME),
            bytes("{'displayName':{'value':'a'}}"),
            DecodeLimits.DEFAULT);

    assertThat(sink.spans()).extracting(Span::spanId).containsExactly(0x00f067aa0ba902b7L);
    assertThatThrownBy(
            () ->
                ReadSpans.decode(
                    CloudTraceJsonDecoder.ofSingleSpan(ReadSpans.NAME),
                    new byte[0],
                    DecodeLimits.DEFAULT))
        .hasMessageContaining("nothing (expected: a Span)");
  }

  private static RecordingSpanSink read(String span) throws DecodeException {
    return request("{'spans':[" + span + "]}");
  }

  private static RecordingSpanSink request(String json) throws DecodeException {
    return ReadSpans.decode(new CloudTraceJsonDecoder(), bytes(json), DecodeLimits.DEFAULT);
  }

  private static byte[] bytes(String json) {
    return json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
  }
}
