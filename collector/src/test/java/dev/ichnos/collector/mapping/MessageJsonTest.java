package dev.ichnos.collector.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.google.protobuf.BoolValue;
import com.google.protobuf.Timestamp;
import dev.ichnos.codec.cloudtrace.CloudTraceFormats;
import dev.ichnos.codec.datadog.DatadogFormats;
import dev.ichnos.codec.otlp.OtlpFormats;
import dev.ichnos.model.Format;
import dev.ichnos.model.SpanBatch;
import dev.ichnos.model.SpanFixtures;
import dev.ichnos.proto.cloudtrace.AttributeValue;
import dev.ichnos.proto.cloudtrace.BatchWriteSpansRequest;
import dev.ichnos.proto.cloudtrace.Span;
import dev.ichnos.proto.cloudtrace.TruncatableString;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessageJsonTest {
  private static final SpanBatch NO_SPANS = SpanFixtures.batch();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "cfffffffffffffffff|18446744073709551615",
        "cf7fffffffffffffff|9223372036854775807",
        "ff|-1",
        "d38000000000000000|-9223372036854775808",
        "cb3ff0000000000000|1.0",
        "c0|null",
        "93c3c2a161|[true,false,\"a\"]",
        "c4020102|\"AQI=\"",
        "82a16101a1627f|{\"a\":1,\"b\":127}",
        "92d4010201|[\"extension\",1]",
      })
  void msgpack_isShownValueByValue(String hex, String expected) throws IOException {
    assertThat(json(DatadogFormats.DATADOG_V04_MSGPACK, HexFormat.of().parseHex(hex)))
        .isEqualTo(expected);
  }

  @Test
  void cloudTrace_hasTheNamesOfItsProtoFile() throws IOException {
    Span span =
        Span.newBuilder()
            .setSpanId("0a")
            .setStartTime(Timestamp.newBuilder().setSeconds(1_767_323_045).setNanos(6_000))
            .setAttributes(
                Span.Attributes.newBuilder()
                    .putAttributeMap("zero", AttributeValue.newBuilder().setIntValue(0).build())
                    .putAttributeMap("yes", AttributeValue.newBuilder().setBoolValue(true).build())
                    .setDroppedAttributesCount(2))
            .setDisplayName(TruncatableString.newBuilder().setValue("é").setTruncatedByteCount(3))
            .setSameProcessAsParentSpan(BoolValue.of(false))
            .setSpanKind(Span.SpanKind.SERVER)
            .build();

    assertThat(
            json(
                CloudTraceFormats.CLOUDTRACE_V2_PROTO,
                BatchWriteSpansRequest.newBuilder().addSpans(span).build().toByteArray()))
        .isEqualTo(
            "{'spans':[{'span_id':'0a','display_name':{'value':'é','truncated_byte_count':3},"
                .concat("'start_time':'2026-01-02T03:04:05.000006Z',")
                .concat("'attributes':{'attribute_map':{'zero':{'int_value':'0'},")
                .concat("'yes':{'bool_value':true}},'dropped_attributes_count':2},")
                .concat("'same_process_as_parent_span':false,'span_kind':'SERVER'}]}")
                .replace('\'', '"'));
  }

  @Test
  void json_keepsEveryDigit() throws IOException {
    String text = "{\"a\":123456789012345678901234567890,\"b\":1.10,\"c\":[null,true,\"x\"]}";

    assertThat(json(OtlpFormats.OTLP_JSON, text.getBytes(StandardCharsets.UTF_8))).isEqualTo(text);
  }

  private static String json(Format format, byte[] bytes) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      MessageJson.write(format, NO_SPANS, bytes, json);
    }
    return text.toString();
  }
}
