package dev.ichnos.codec.cloudtrace;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.devtools.cloudtrace.v2.BatchWriteSpansRequest;
import com.google.protobuf.util.JsonFormat;
import dev.ichnos.codec.DecodeException;
import dev.ichnos.codec.DecodeLimits;
import dev.ichnos.codec.FuzzRun;
import dev.ichnos.codec.RecordingSpanSink;
import dev.ichnos.codec.SpanDecoder;
import dev.ichnos.model.Span;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever comes, the answer is spans, drops or a {@link DecodeException}. */
class CloudTraceFuzzTest {
  private static final int ROUNDS = 6_000;
  private static final SpanDecoder PROTO = new CloudTraceProtoDecoder();
  private static final SpanDecoder JSON = new CloudTraceJsonDecoder();

  @Test
  void decode_everyTruncation_neverMoreSpans() throws Exception {
    byte[] json = CloudTraceReadGoldenTest.golden("application.json");
    byte[] proto = proto(json);
    for (int length = 1; length < proto.length; length++) {
      read(PROTO, Arrays.copyOf(proto, length));
      read(CloudTraceProtoDecoder.ofSingleSpans(), Arrays.copyOf(proto, length));
    }
    for (int length = 1; length < json.length - 2; length++) {
      assertThat(read(JSON, Arrays.copyOf(json, length))).isZero();
    }
  }

  @Test
  void decode_mutatedProto_onlyDecodeException() throws Exception {
    byte[] envoy = proto(CloudTraceReadGoldenTest.golden("envoy.json"));
    byte[] application = proto(CloudTraceReadGoldenTest.golden("application.json"));
    int read = 0;
    FuzzRun run = FuzzRun.of(21, ROUNDS);
    while (run.next()) {
      byte[] message = run.random().nextBoolean() ? envoy : application;
      read += read(PROTO, FuzzRun.mutate(message, run.random()));
    }
    assertThat(read).isBetween(run.rounds() / 10, run.rounds() - run.rounds() / 10);
  }

  @Test
  void decode_mutatedJson_onlyDecodeException() throws Exception {
    byte[] envoy = CloudTraceReadGoldenTest.golden("envoy.json");
    byte[] application = CloudTraceReadGoldenTest.golden("application.json");
    int read = 0;
    FuzzRun run = FuzzRun.of(22, ROUNDS);
    while (run.next()) {
      byte[] message = run.random().nextBoolean() ? envoy : application;
      read += read(JSON, FuzzRun.mutate(message, run.random()));
    }
    assertThat(read).isPositive();
  }

  @Test
  void decode_randomBytes_onlyDecodeException() throws Exception {
    FuzzRun run = FuzzRun.of(23, 5 * ROUNDS);
    while (run.next()) {
      Random random = run.random();
      byte[] bytes = new byte[random.nextInt(60)];
      random.nextBytes(bytes);
      read(JSON, bytes);
      if (bytes.length > 2 && random.nextBoolean()) {
        bytes[0] = 0x12;
        bytes[1] = (byte) (bytes.length - 2);
      }
      read(PROTO, bytes);
    }
  }

  /** How many spans were read; each of them can be written again. */
  private static int read(SpanDecoder decoder, byte[] message) throws Exception {
    RecordingSpanSink sink;
    try {
      sink = ReadSpans.decode(decoder, message, DecodeLimits.DEFAULT);
    } catch (DecodeException e) {
      assertThat(e).hasMessageStartingWith("Malformed CLOUDTRACE_V2_");
      return 0;
    }
    for (Span span : sink.spans()) {
      assertThat(span.traceIdHigh() | span.traceIdLow()).isNotZero();
      assertThat(span.spanId()).isNotZero();
      assertThat(span.resource().attributes().retainedBytes()).isPositive();
    }
    CloudTraceBed.encode(sink.spans().toArray(Span[]::new));
    return sink.spans().size();
  }

  private static byte[] proto(byte[] json) throws Exception {
    BatchWriteSpansRequest.Builder request = BatchWriteSpansRequest.newBuilder();
    JsonFormat.parser().merge(new String(json, StandardCharsets.UTF_8), request);
    return request.build().toByteArray();
  }
}
