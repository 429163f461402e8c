package dev.ichnos.codec.cloudtrace;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.devtools.cloudtrace.v2.BatchWriteSpansRequest;
import com.google.protobuf.util.JsonFormat;
import dev.ichnos.codec.DecodeLimits;
import dev.ichnos.codec.FuzzRun;
import dev.ichnos.codec.RecordingSpanSink;
import dev.ichnos.codec.SpanDecoder;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanFixtures;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The decoder is the encoder's inverse, for every span that Cloud Trace can say whole. */
class CloudTraceRoundTripTest {
  private static final int SPANS = 3000;

  @Test
  void decodeEncoded_spanThatCloudTraceCanSay_sameSpan() throws Exception {
    FuzzRun run = FuzzRun.of(11, SPANS);
    SpansOfCloudTrace spans = new SpansOfCloudTrace(run.random());
    while (run.next()) {
      Span span = spans.next();

      assertThat(throughProto(span)).isEqualTo(span);
    }
  }

  @Test
  void decodeEncoded_anySpan_keepsWhatEveryFormatSays() throws Exception {
    RandomSpans spans = new RandomSpans(12);
    for (int i = 0; i < SPANS; i++) {
      Span original = spans.next();
      Span once = throughProto(original);

      assertThat(once.traceId()).isEqualTo(original.traceId());
      assertThat(once.spanId()).isEqualTo(original.spanId());
      assertThat(once.parentSpanId()).isEqualTo(original.parentSpanId());
      assertThat(once.startEpochNanos()).isEqualTo(original.startEpochNanos());
      assertThat(once.endEpochNanos()).isEqualTo(original.endEpochNanos());
      assertThat(once.kind()).isEqualTo(original.kind());
      assertThat(once.status().code()).isEqualTo(original.status().code());
    }
  }

  @Test
  void decodeJson_anySpan_asProto() throws Exception {
    RandomSpans spans = new RandomSpans(13);
    for (int i = 0; i < SPANS; i++) {
      Span original = spans.next();
      BatchWriteSpansRequest request = CloudTraceBed.encode(original).request;
      JsonFormat.Printer printer = JsonFormat.printer();
      String json = (i % 2 == 0 ? printer : printer.preservingProtoFieldNames()).print(request);

      assertThat(decode(new CloudTraceJsonDecoder(), json.getBytes(StandardCharsets.UTF_8)))
          .as("span %d: %s", i, json)
          .isEqualTo(decode(new CloudTraceProtoDecoder(), request.toByteArray()));
    }
  }

  /** Envoy's own keys come back as those of the conventions. */
  @Test
  void decodeEncoded_envoy_sameButForKeys() throws Exception {
    Span server = throughProto(SpanFixtures.SERVER);

    assertThat(server.attributes().string("component")).isEqualTo("proxy");
    assertThat(server.resource().attributes().string("service.name")).isEqualTo("details.default");
    assertThat(server.events()).isEqualTo(SpanFixtures.SERVER.events());
  }

  private static Span throughProto(Span span) throws Exception {
    List<Span> read =
        decode(new CloudTraceProtoDecoder(), CloudTraceBed.encode(span).request.toByteArray());
    assertThat(read).hasSize(1);
    return read.get(0);
  }

  private static List<Span> decode(SpanDecoder decoder, byte[] message) throws Exception {
    RecordingSpanSink sink = new RecordingSpanSink();
    decoder.decode(ByteBuffer.wrap(message), DecodeLimits.DEFAULT, sink);
    assertThat(sink.dropped()).isEmpty();
    assertThat(sink.mended()).isEmpty();
    return sink.spans();
  }
}
