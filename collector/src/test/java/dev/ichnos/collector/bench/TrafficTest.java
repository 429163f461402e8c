package dev.ichnos.collector.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.codec.DecodeLimits;
import dev.ichnos.codec.RecordingSpanSink;
import dev.ichnos.codec.SpanDecoder;
import dev.ichnos.codec.datadog.DatadogDecoder;
import dev.ichnos.codec.otlp.OtlpProtoDecoder;
import dev.ichnos.codec.zipkin.ZipkinProtoDecoder;
import dev.ichnos.codec.zipkin.ZipkinV2JsonDecoder;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanKind;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a collector's decoders read in the messages that are sent. */
class TrafficTest {
  private static final long END_MICROS = 1_798_761_600_123_456L;
  private static final SpanIds IDS = new SpanIds(42);

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void spans_haveTheIdsOfTheirNumbers(Protocol protocol) throws Exception {
    List<Span> spans = messages(protocol, 5, 6);

    for (int number = 0; number < spans.size(); number++) {
      assertThat(IDS.number(spans.get(number).spanId())).isEqualTo(number);
    }
  }

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void block_isWholeTraces_inOneTreeEach(Protocol protocol) throws Exception {
    List<Span> spans = messages(protocol, 5, 3);

    Set<Long> traces = new HashSet<>();
    for (int i = 0; i < 5; i++) {
      Span call = spans.get(i);
      Span server = spans.get(5 + i);
      Span gateway = spans.get(10 + i);
      traces.add(gateway.traceIdLow());
      assertThat(gateway.parentSpanId()).isZero();
      assertThat(gateway.spanId()).isEqualTo(gateway.traceIdLow());
      assertThat(server.parentSpanId()).isEqualTo(gateway.spanId());
      assertThat(call.parentSpanId()).isEqualTo(server.spanId());
      assertThat(List.of(call.traceId(), server.traceId())).containsOnly(gateway.traceId());
      assertThat(gateway.traceIdHigh()).isNotZero();
      assertThat(List.of(call.kind(), server.kind(), gateway.kind()))
          .containsExactly(SpanKind.CLIENT, SpanKind.SERVER, SpanKind.CLIENT);
      assertThat(call.startEpochNanos()).isGreaterThan(server.startEpochNanos());
      assertThat(server.startEpochNanos()).isGreaterThan(gateway.startEpochNanos());
    }
    assertThat(traces).hasSize(5);
  }

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void spans_haveTwentyTags_andEndedJustNow(Protocol protocol) throws Exception {
    for (Span span : messages(protocol, 50, 36)) {
      long ago = TimeUnit.MICROSECONDS.toNanos(END_MICROS) - span.endEpochNanos();
      assertThat(ago).isBetween(0L, TimeUnit.MILLISECONDS.toNanos(10));
      assertThat(span.startEpochNanos()).isLessThan(span.endEpochNanos());
      assertThat(span.attributes().string("node_id")).contains("~10.4.");
      assertThat(span.attributes().string("istio.mesh_id")).isEqualTo("cluster.local");
      assertThat(span.shared()).isFalse();
    }
  }

  @Test
  void zipkinJson_isTwentyTags_andAboutAKilobyteASpan() throws Exception {
    Traffic traffic = new Traffic(Protocol.ZIPKIN_JSON.format(), 50, IDS);

    for (int message = 0; message < 36; message++) {
      assertThat(traffic.message(message, END_MICROS).length / 50).isBetween(950, 1_300);
    }
    assertThat(EnvoySpans.of(0, Role.SERVER, 1).get(0).tags()).hasSize(20);
  }

  @Test
  void requestIdsAndUrls_areOfEachTraceItsOwn() throws Exception {
    List<Span> spans = messages(Protocol.OTLP_GRPC, 100, 6);

    assertThat(spans.stream().map(span -> span.attributes().string("guid:x-request-id")))
        .allMatch(id -> id.matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"));
    assertThat(spans.stream().map(span -> span.attributes().string("guid:x-request-id")).distinct())
        .hasSize(200);
    assertThat(spans.stream().map(span -> span.attributes().string("http.url")).distinct())
        .hasSize(400); // gateway and server tell of the same request
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 5, 500})
  void anyBatch_isThatManySpans(int batch) throws Exception {
    for (Protocol protocol : Protocol.values()) {
      assertThat(messages(protocol, batch, 3)).hasSize(3 * batch);
    }
  }

  @Test
  void message_ofOneProxy() throws Exception {
    for (int message = 0; message < 36; message++) {
      Traffic traffic = new Traffic(Protocol.OTLP_GRPC.format(), 5, IDS);
      List<Span> spans = decode(Protocol.OTLP_GRPC, traffic.message(message, END_MICROS));
      assertThat(spans.stream().map(span -> span.attributes().string("node_id")).distinct())
          .hasSize(1);
    }
  }

  private static List<Span> messages(Protocol protocol, int batch, int count) throws Exception {
    Traffic traffic = new Traffic(protocol.format(), batch, IDS);
    List<Span> spans = new ArrayList<>();
    for (int message = 0; message < count; message++) {
      spans.addAll(decode(protocol, traffic.message(message, END_MICROS)));
    }
    return spans;
  }

  private static List<Span> decode(Protocol protocol, byte[] message) throws Exception {
    SpanDecoder decoder =
        switch (protocol) {
          case ZIPKIN_JSON -> new ZipkinV2JsonDecoder();
          case ZIPKIN_PROTO -> new ZipkinProtoDecoder();
          case OTLP_GRPC, OTLP_HTTP -> new OtlpProtoDecoder();
          case DATADOG -> DatadogDecoder.v04();
        };
    RecordingSpanSink sink = new RecordingSpanSink();
    decoder.decode(ByteBuffer.wrap(message), DecodeLimits.DEFAULT, sink);
    assertThat(sink.dropped()).isEmpty();
    assertThat(sink.mended()).isEmpty();
    return sink.spans();
  }
}
