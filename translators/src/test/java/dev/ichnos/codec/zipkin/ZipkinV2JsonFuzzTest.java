package dev.ichnos.codec.zipkin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.codec.DecodeException;
import dev.ichnos.codec.DecodeLimits;
import dev.ichnos.codec.RecordingSpanSink;
import dev.ichnos.codec.wire.Utf8;
import dev.ichnos.model.Event;
import dev.ichnos.model.Span;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever comes, the answer is spans, drops or a {@link DecodeException}. */
class ZipkinV2JsonFuzzTest {
  private static final String SYNTAX = "[]{}:,\"\\u0dD8-+.eE9ntf \u0000";

  private final Random random = new Random(5);

  @Test
  void decode_everyTruncation_refused() throws IOException {
    byte[] message = GoldenFiles.read("envoy.json");
    int end = new String(message, UTF_8).stripTrailing().length();
    for (int length = 1; length < end; length++) {
      assertThat(decodes(Arrays.copyOf(message, length))).as("%s bytes", length).isFalse();
    }
  }

  @Test
  void decode_mutations_onlyDecodeException() throws IOException {
    byte[] message = GoldenFiles.read("envoy.json");
    int fine = 0;
    for (int n = 0; n < 6_000; n++) {
      byte[] mutated = message.clone();
      for (int i = random.nextInt(4); i >= 0; i--) {
        mutated[random.nextInt(mutated.length)] =
            random.nextBoolean()
                ? (byte) random.nextInt()
                : (byte) SYNTAX.charAt(random.nextInt(SYNTAX.length()));
      }
      fine += decodes(mutated) ? 1 : 0;
    }
    assertThat(fine).isBetween(300, 5_700);
  }

  @Test
  void decode_randomBytes_onlyDecodeException() {
    for (int n = 0; n < 20_000; n++) {
      byte[] bytes = new byte[random.nextInt(40)];
      random.nextBytes(bytes);
      decodes(bytes);
    }
  }

  @Test
  void decode_randomSyntax_onlyDecodeException() {
    for (int n = 0; n < 30_000; n++) {
      StringBuilder text = new StringBuilder("[{\"tags\":");
      for (int i = random.nextInt(20); i > 0; i--) {
        text.append(SYNTAX.charAt(random.nextInt(SYNTAX.length())));
      }
      decodes(text.toString().getBytes(UTF_8));
    }
  }

  /** Spans must hold only valid text, as encoders rely on it. */
  private static boolean decodes(byte[] message) {
    RecordingSpanSink sink = new RecordingSpanSink();
    try {
      new ZipkinV2JsonDecoder().decode(ByteBuffer.wrap(message), DecodeLimits.DEFAULT, sink);
    } catch (DecodeException e) {
      assertThat(e).hasMessageContaining("expected: ");
      return false;
    }
    for (Span span : sink.spans()) {
      assertThat(Utf8.mend(span.name())).isSameAs(span.name());
      String attributes = span.attributes().toString();
      assertThat(Utf8.mend(attributes)).isSameAs(attributes);
      for (Event event : span.events()) {
        assertThat(Utf8.mend(event.name())).isSameAs(event.name());
      }
    }
    return true;
  }
}
