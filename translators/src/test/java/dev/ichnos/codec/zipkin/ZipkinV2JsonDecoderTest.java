package dev.ichnos.codec.zipkin;

import static dev.ichnos.codec.zipkin.V2JsonBed.IDS;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
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
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ZipkinV2JsonDecoderTest {
  private final V2JsonBed bed = new V2JsonBed();
  private final RecordingSpanSink sink = bed.sink;

  @ParameterizedTest
  @ValueSource(strings = {"", " \n", "[]", " [ ] "})
  void decode_nothing_noSpans(String message) throws DecodeException {
    bed.decode(message);

    assertThat(sink.spans()).isEmpty();
    assertThat(sink.dropped()).isEmpty();
  }

  @Test
  void decode_allFields_canonical() throws DecodeException {
    bed.decode(
        """
        [{"traceId":"463ac35c9f6413ad48485a3953bb6124","id":"5b4185666d50f68b",
          "parentId":"6b221d5bc9e6496c","kind":"SERVER","name":"GET /Details",
          "timestamp":1641106513382869,"duration":870,
          "localEndpoint":{"serviceName":"Details","ipv4":"10.4.0.12","ipv6":"2001:db8::c","port":9080},
          "remoteEndpoint":{"serviceName":"productpage","ipv6":"2001:db8::d","port":40000},
          "annotations":[{"timestamp":1641106513383000,"value":"cache.miss"}],
          "tags":{"http.method":"GET","error":"it broke"},
          "debug":true,"shared":true}]
        """);

    assertThat(sink.spans())
        .containsExactly(
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
    assertThat(sink.dropped()).isEmpty();
  }

  @Test
  void decode_idsOnly_everythingElseAbsent() throws DecodeException {
    Span span = bed.only("{" + IDS + "}");

    assertThat(span)
        .isEqualTo(
            Span.builder()
                .traceId(0, 0x48485a3953bb6124L)
                .spanId(0x5b4185666d50f68bL)
                .startAbsent(true)
                .endAbsent(true)
                .build());
    assertThat(span.resource()).isSameAs(Resource.EMPTY);
    assertThat(sink.mended()).isEmpty();
  }

  @Test
  void decode_nullFields_asIfNotThere() throws DecodeException {
    Span span =
        bed.only(
            """
            {%s,"parentId":null,"kind":null,"name":null,"timestamp":null,"duration":null,
             "localEndpoint":null,"remoteEndpoint":{"serviceName":null,"port":null},
             "annotations":null,"tags":null,"debug":null,"shared":null,"x":null}
            """
                .formatted(IDS));

    assertThat(span).isEqualTo(bed.only("{" + IDS + "}"));
    assertThat(sink.mended()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "48485a3953bb6124, 0, 48485a3953bb6124, false",
    "48485A3953BB6124, 0, 48485a3953bb6124, false",
    "463ac35c9f6413ad48485a3953bb6124, 463ac35c9f6413ad, 48485a3953bb6124, false",
    "0000000000000000000000000000000f, 0, f, false",
    "463ac35c9f6413ad0000000000000000, 463ac35c9f6413ad, 0, false",
    "f, 0, f, true",
    "3ac35c9f6413ad48485a3953bb6124, 3ac35c9f6413ad, 48485a3953bb6124, true",
    "10000000000000002, 1, 2, true",
  })
  void decode_traceIds(String hex, String high, String low, boolean mended) throws DecodeException {
    Span span = bed.only("{\"traceId\":\"" + hex + "\",\"id\":\"5b4185666d50f68b\"}");

    assertThat(span.traceIdHigh()).isEqualTo(Long.parseUnsignedLong(high, 16));
    assertThat(span.traceIdLow()).isEqualTo(Long.parseUnsignedLong(low, 16));
    assertThat(sink.mended().containsKey(MendReason.SHORT_ID)).isEqualTo(mended);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '\'',
      value = {
        "\"parentId\":\"5b4185666d50f68c\", 5b4185666d50f68c, ",
        "\"parentId\":\"C\", c, SHORT_ID",
        "\"parentId\":\"0000000000000000\", 0, PARENT_ID",
        "\"parentId\":\"0\", 0, PARENT_ID",
        "\"parentId\":\"\", 0, ",
      })
  void decode_parentIds(String field, String expected, MendReason mended) throws DecodeException {
    Span span = bed.only("{" + IDS + "," + field + "}");

    assertThat(span.parentSpanId()).isEqualTo(Long.parseUnsignedLong(expected, 16));
    if (mended == null) {
      assertThat(sink.mended()).isEmpty();
    } else {
      assertThat(sink.mended()).containsKey(mended);
    }
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '\'',
      delimiter = ';',
      value = {
        "CLIENT; CLIENT; 0",
        "SERVER; SERVER; 0",
        "PRODUCER; PRODUCER; 0",
        "CONSUMER; CONSUMER; 0",
        "INGRESS; UNSPECIFIED; 1",
        "client; UNSPECIFIED; 1",
        "''; UNSPECIFIED; 0",
      })
  void decode_kinds(String kind, SpanKind expected, int mended) throws DecodeException {
    Span span = bed.only("{" + IDS + ",\"kind\":\"" + kind + "\"}");

    assertThat(span.kind()).isEqualTo(expected);
    assertThat(sink.mended().getOrDefault(MendReason.FIELD_LEFT_OUT, 0)).isEqualTo(mended);
  }

  @Test
  void decode_badAnnotations_leftOut() throws DecodeException {
    Span span =
        bed.only(
            """
            {%s,"annotations":[1,null,[],{"timestamp":1},{"timestamp":"2","value":"kept"},
              {"timestamp":"soon","value":"timeless"},{"value":{"a":1},"timestamp":3}]}
            """
                .formatted(IDS));

    assertThat(span.events()).containsExactly(Event.of(2000, "kept"), Event.of(0, "timeless"));
    assertThat(sink.mended())
        .containsEntry(MendReason.FIELD_LEFT_OUT, 7)
        .containsEntry(MendReason.NUMBER_SHAPE, 1);
  }

  @Test
  void decode_envoysEmptyEndpoint_absent() throws DecodeException {
    Span span =
        bed.only(
            "{%s,\"localEndpoint\":{\"serviceName\":\"\",\"ipv4\":\"\",\"port\":0}}"
                .formatted(IDS));

    assertThat(span.resource()).isSameAs(Resource.EMPTY);
    assertThat(span.attributes()).isEqualTo(Attributes.EMPTY);
    assertThat(sink.mended()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '\'',
      value = {
        "9080, 9080, ",
        "65535, 65535, ",
        "\"9080\", 9080, NUMBER_SHAPE",
        "9.08e3, 9080, NUMBER_SHAPE",
        "0, 0, ",
        "65536, 0, FIELD_LEFT_OUT",
        "-1, 0, FIELD_LEFT_OUT",
        "\"http\", 0, FIELD_LEFT_OUT",
        "{\"a\":[1]}, 0, FIELD_LEFT_OUT",
      })
  void decode_ports(String port, long expected, MendReason mended) throws DecodeException {
    Span span = bed.only("{%s,\"localEndpoint\":{\"port\":%s}}".formatted(IDS, port));

    assertThat(span.attributes().integer("network.local.port", 0)).isEqualTo(expected);
    if (mended == null) {
      assertThat(sink.mended()).isEmpty();
    } else {
      assertThat(sink.mended()).containsEntry(mended, 1);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "167772161, 10.0.0.1, VALUE_TYPE",
    "-1062731775, 192.168.0.1, VALUE_TYPE",
    "3232235521, 192.168.0.1, VALUE_TYPE",
    "0, '', VALUE_TYPE",
    "4294967296, '', FIELD_LEFT_OUT",
    "-2147483649, '', FIELD_LEFT_OUT",
    "99999999999999999999, '', FIELD_LEFT_OUT",
  })
  void decode_ipv4AsNumber_address(String number, String expected, MendReason mended)
      throws DecodeException {
    Span span = bed.only("{%s,\"localEndpoint\":{\"ipv4\":%s}}".formatted(IDS, number));

    assertThat(span.attributes().string("network.local.address")).isEqualTo(expected);
    assertThat(sink.mended()).containsExactly(entry(mended, 1));
  }

  @Test
  void decode_ipv6Only_isTheAddress() throws DecodeException {
    Span span = bed.only("{%s,\"localEndpoint\":{\"ipv6\":\"2001:db8::c\"}}".formatted(IDS));

    assertThat(span.attributes()).isEqualTo(Attributes.of("network.local.address", "2001:db8::c"));
  }

  @Test
  void decode_tagWithKeyOfAnEndpoint_tagWins() throws DecodeException {
    Span span =
        bed.only(
            """
            {%s,"remoteEndpoint":{"serviceName":"b","ipv4":"10.0.0.2","port":1},
             "tags":{"peer.service":"tag","network.peer.port":"2"}}
            """
                .formatted(IDS));

    assertThat(span.attributes())
        .isEqualTo(
            Attributes.builder()
                .put("peer.service", "tag")
                .put("network.peer.port", "2")
                .put("network.peer.address", "10.0.0.2")
                .build());
  }

  @Test
  void decode_tagsOfOtherTypes_textOrLeftOut() throws DecodeException {
    Span span =
        bed.only(
            """
            {%s,"tags":{"n":200,"f":1.50e3,"t":true,"null":null,"o":{"a":[{}]},"l":[1],"s":"x"}}
            """
                .formatted(IDS));

    assertThat(span.attributes())
        .isEqualTo(
            Attributes.builder()
                .put("n", "200")
                .put("f", "1.50e3")
                .put("t", "true")
                .put("s", "x")
                .build());
    assertThat(sink.mended())
        .containsOnly(entry(MendReason.VALUE_TYPE, 3), entry(MendReason.FIELD_LEFT_OUT, 3));
  }

  @Test
  void decode_duplicateTag_lastWinsInFirstPlace() throws DecodeException {
    Span span = bed.only("{%s,\"tags\":{\"a\":\"1\",\"b\":\"2\",\"a\":\"3\"}}".formatted(IDS));

    assertThat(span.attributes())
        .isEqualTo(Attributes.builder().put("a", "3").put("b", "2").build());
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '\'',
      value = {
        "\"true\", ERROR, ''",
        "true, ERROR, ''",
        "\"\", ERROR, ''",
        "\"connection reset\", ERROR, connection reset",
        "\"false\", UNSET, ''",
        "null, UNSET, ''",
      })
  void decode_errorTag_status(String value, Status.Code code, String text) throws DecodeException {
    Span span = bed.only("{%s,\"tags\":{\"error\":%s}}".formatted(IDS, value));

    assertThat(span.status()).isEqualTo(new Status(code, text));
    assertThat(span.attributes().contains("error")).isEqualTo(!value.equals("null"));
  }

  @Test
  void decode_flagsOfOtherTypes_read() throws DecodeException {
    Span span = bed.only("{" + IDS + ",\"debug\":\"TRUE\",\"shared\":1}");

    assertThat(span.debug()).isTrue();
    assertThat(span.shared()).isTrue();
    assertThat(sink.mended()).containsEntry(MendReason.VALUE_TYPE, 1);
    assertThat(bed.only("{" + IDS + ",\"debug\":false}").sampled()).isEqualTo(Sampled.DEFERRED);
  }

  @Test
  void decode_unknownFields_ignored() throws DecodeException {
    Span span = bed.only("{\"x\":[{\"id\":\"zz\"},[[]]]," + IDS + ",\"y\":{\"tags\":1}}");

    assertThat(span).isEqualTo(bed.only("{" + IDS + "}"));
  }

  @Test
  void decode_spansOfOneService_shareTheResource() throws DecodeException {
    String span = "{" + IDS + ",\"localEndpoint\":{\"serviceName\":\"%s\"}}";
    bed.decode(
        "[" + span.formatted("a") + "," + span.formatted("b") + "," + span.formatted("a") + "]");

    assertThat(sink.spans().get(2).resource()).isSameAs(sink.spans().get(0).resource());
    assertThat(sink.spans().get(1).resource()).isNotEqualTo(sink.spans().get(0).resource());
  }

  @Test
  void decode_recurringTagKeys_oneObjectInAllMessages() throws DecodeException {
    List<String> keys = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      Span span = bed.only("{" + IDS + ",\"tags\":{\"some.key\":\"" + i + "\"}}");
      span.attributes().forEach(new KeyCollector(keys));
    }

    assertThat(keys.get(0)).isSameAs(keys.get(1));
  }

  @Test
  void decode_bytesNotUtf8_mendedAndCounted() throws DecodeException {
    String span = "[{" + IDS + ",\"name\":\"a?b\",\"tags\":{\"k?\":\"?\",\"ok\":\"ä\"}}]";
    byte[] bytes = span.getBytes(UTF_8);
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = bytes[i] == '?' ? (byte) 0xE4 : bytes[i];
    }
    new ZipkinV2JsonDecoder().decode(ByteBuffer.wrap(bytes), DecodeLimits.DEFAULT, sink);

    assertThat(sink.spans().get(0).name()).isEqualTo("a\uFFFDb");
    assertThat(sink.spans().get(0).attributes())
        .isEqualTo(Attributes.builder().put("k\uFFFD", "\uFFFD").put("ok", "ä").build());
    assertThat(sink.mended()).containsOnly(entry(MendReason.INVALID_UTF8, 3));
  }

  @Test
  void decode_escapedSurrogates_pairKeptLoneMended() throws DecodeException {
    Span span = bed.only("{" + IDS + ",\"name\":\"\\ud83d\\ude00\",\"tags\":{\"k\":\"\\ud83d!\"}}");

    assertThat(span.name()).isEqualTo("😀");
    assertThat(span.attributes().string("k")).isEqualTo("\uFFFD!");
    assertThat(sink.mended()).containsOnly(entry(MendReason.INVALID_UTF8, 1));
  }

  @Test
  void decode_rawControlCharacters_pass() throws DecodeException {
    assertThat(bed.only("{" + IDS + ",\"name\":\"a\tb\nc\u0000\"}").name())
        .isEqualTo("a\tb\nc\u0000");
  }

  @Test
  void decode_slice_positionNotMoved() throws DecodeException {
    byte[] bytes = ("xx[{" + IDS + "}]yy").getBytes(UTF_8);
    ByteBuffer slice = ByteBuffer.wrap(bytes, 2, bytes.length - 4);
    new ZipkinV2JsonDecoder().decode(slice, DecodeLimits.DEFAULT, sink);

    assertThat(sink.spans()).hasSize(1);
    assertThat(slice.position()).isEqualTo(2);
  }
}
