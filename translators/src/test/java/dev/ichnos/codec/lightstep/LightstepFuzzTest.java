package dev.ichnos.codec.lightstep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.codec.DecodeException;
import dev.ichnos.codec.DecodeLimits;
import dev.ichnos.codec.FuzzRun;
import dev.ichnos.codec.RecordingSpanSink;
import dev.ichnos.model.Span;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever comes, the answer is spans, drops or a {@link DecodeException}. */
class LightstepFuzzTest {
  private static final int ROUNDS = 6_000;

  @Test
  void decode_everyTruncation_neverMoreSpans() throws Exception {
    byte[] message = LightstepGoldenTest.golden("envoy.hex");
    for (int length = 1; length < message.length; length++) {
      assertThat(read(Arrays.copyOf(message, length))).isLessThan(2);
    }
  }

  @Test
  void decode_mutations_onlyDecodeException() throws Exception {
    byte[] envoy = LightstepGoldenTest.golden("envoy.hex");
    byte[] javaScript = LightstepGoldenTest.golden("javascript.hex");
    int read = 0;
    FuzzRun run = FuzzRun.of(31, ROUNDS);
    while (run.next()) {
      byte[] message = run.random().nextBoolean() ? envoy : javaScript;
      read += read(FuzzRun.mutate(message, run.random()));
    }
    assertThat(read).isBetween(run.rounds() / 10, 2 * run.rounds());
  }

  @Test
  void decode_randomBytes_onlyDecodeException() throws Exception {
    FuzzRun run = FuzzRun.of(32, 5 * ROUNDS);
    while (run.next()) {
      Random random = run.random();
      byte[] bytes = new byte[random.nextInt(60)];
      random.nextBytes(bytes);
      if (bytes.length > 2 && random.nextBoolean()) {
        bytes[0] = random.nextBoolean() ? (byte) 0x1a : 0x0a;
        bytes[1] = (byte) (bytes.length - 2);
      }
      read(bytes);
    }
  }

  private static int read(byte[] message) {
    RecordingSpanSink sink;
    try {
      sink = Reports.decode(message, DecodeLimits.DEFAULT);
    } catch (DecodeException e) {
      assertThat(e).hasMessageStartingWith("Malformed LIGHTSTEP_PROTO: ");
      return 0;
    }
    for (Span span : sink.spans()) {
      assertThat(span.traceIdLow()).isNotZero();
      assertThat(span.spanId()).isNotZero();
      assertThat(span.endEpochNanos()).isNotNegative();
    }
    return sink.spans().size();
  }
}
