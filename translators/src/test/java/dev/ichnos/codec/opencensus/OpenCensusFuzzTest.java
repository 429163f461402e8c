package dev.ichnos.codec.opencensus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.codec.DecodeException;
import dev.ichnos.codec.FuzzRun;
import dev.ichnos.codec.GoldenMessage;
import dev.ichnos.codec.RecordingSpanSink;
import dev.ichnos.codec.SpanDecoder;
import dev.ichnos.codec.wire.Utf8;
import dev.ichnos.model.Span;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever comes, the answer is spans, drops or a {@link DecodeException}. */
class OpenCensusFuzzTest {
  private static final int ROUNDS = 6_000;

  /** One stream for all: what one message leaves behind must not spoil the next. */
  private final SpanDecoder stream = new OpenCensusDecoder().stream();

  @Test
  void decode_everyTruncation_neverMoreSpans() throws IOException {
    byte[] message = GoldenMessage.hex("opencensus/envoy.hex");
    for (int length = 1; length < message.length; length++) {
      assertThat(read(Arrays.copyOf(message, length))).hasSizeLessThan(2);
    }
  }

  @Test
  void decode_mutations_onlyDecodeException() throws IOException {
    byte[] envoy = GoldenMessage.hex("opencensus/envoy.hex");
    byte[] application = GoldenMessage.hex("opencensus/application.hex");
    int read = 0;
    FuzzRun run = FuzzRun.of(42, ROUNDS);
    while (run.next()) {
      byte[] message = run.random().nextBoolean() ? envoy : application;
      read += read(FuzzRun.mutate(message, run.random())).isEmpty() ? 0 : 1;
    }
    assertThat(read).isBetween(run.rounds() / 10, run.rounds() - run.rounds() / 10);
  }

  @Test
  void decode_randomBytes_onlyDecodeException() {
    FuzzRun run = FuzzRun.of(43, 5 * ROUNDS);
    while (run.next()) {
      Random random = run.random();
      byte[] bytes = new byte[random.nextInt(60)];
      random.nextBytes(bytes);
      if (bytes.length > 2 && random.nextBoolean()) {
        bytes[0] = (byte) (random.nextBoolean() ? 0x12 : 0x0a);
        bytes[1] = (byte) (bytes.length - 2);
      }
      read(bytes);
    }
  }

  private List<Span> read(byte[] message) {
    RecordingSpanSink sink;
    try {
      sink = OpenCensusBed.decode(stream, message);
    } catch (DecodeException e) {
      assertThat(e).hasMessageStartingWith("Malformed OPENCENSUS_PROTO: ");
      return List.of();
    }
    for (Span span : sink.spans()) {
      assertThat(span.spanId()).isNotZero();
      assertThat(span.parentSpanId()).isNotEqualTo(span.spanId());
      assertThat(span.traceIdHigh() | span.traceIdLow()).isNotZero();
      assertThat(span.startEpochNanos()).isNotNegative();
      String all = span.toString();
      assertThat(Utf8.mend(all)).isSameAs(all);
    }
    return sink.spans();
  }
}
