package dev.ichnos.codec.zipkin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.codec.DecodeException;
import dev.ichnos.codec.DecodeLimits;
import dev.ichnos.codec.RecordingSpanSink;
import dev.ichnos.model.Attributes;
import dev.ichnos.model.Event;
import dev.ichnos.model.Resource;
import dev.ichnos.model.Sampled;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanKind;
import dev.ichnos.model.Status;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ZipkinV2JsonDecoderTest {
  private static final String IDS = "\"traceId\":\"48485a3953bb6124\",\"id\":\"5b4185666d50f68b\"";
  private static final String TIMES = "\"timestamp\":1641106513382869,\"duration\":870";

  private final RecordingSpanSink sink = new RecordingSpanSink();

  @ParameterizedTest
  @ValueSource(strings = {"", " \n", "[]", " [ ] "})
  void decode_nothing_noSpans(String message) throws DecodeException {
    decode(message);

    assertThat(sink.spans()).isEmpty();
    assertThat(sink.dropped()).isEmpty();
  }

  @Test
  void decode_allFields_canonical() throws DecodeException {
    decode(
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
                .events(java.util.List.of(Event.of(1641106513383000000L, "cache.miss")))
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
    Span span = only("{" + IDS + "}");

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
        only(
            """
            {%s,"parentId":null,"kind":null,"name":null,"timestamp":null,"duration":null,
             "localEndpoint":null,"remoteEndpoint":{"serviceName":null,"port":null},
             "annotations":null,"tags":null,"debug":null,"shared":null,"x":null}
            """
                .formatted(IDS));

    assertThat(span).isEqualTo(only("{" + IDS + "}"));
    assertThat(sink.mended()).isEmpty();
  }

  private Span only(String span) throws DecodeException {
    sink.spans().clear();
    decode("[" + span + "]");
    assertThat(sink.dropped()).isEmpty();
    assertThat(sink.spans()).hasSize(1);
    return sink.spans().get(0);
  }

  private void decode(String message) throws DecodeException {
    new ZipkinV2JsonDecoder()
        .decode(ByteBuffer.wrap(message.getBytes(UTF_8)), DecodeLimits.DEFAULT, sink);
  }
}
