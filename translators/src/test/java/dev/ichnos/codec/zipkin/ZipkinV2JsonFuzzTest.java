package dev.ichnos.codec.zipkin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.codec.DecodeException;
import dev.ichnos.codec.FuzzRun;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever comes, the answer is spans, drops or a {@link DecodeException}. */
class ZipkinV2JsonFuzzTest {
  private static final String SYNTAX = "[]{}:,\"\\u0dD8-+.eE9ntf \u0000";

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
    FuzzRun run = FuzzRun.of(5, 6_000);
    Random random = run.random();
    while (run.next()) {
      byte[] mutated = message.clone();
      for (int i = random.nextInt(4); i >= 0; i--) {
        mutated[random.nextInt(mutated.length)] =
            random.nextBoolean()
                ? (byte) random.nextInt()
                : (byte) SYNTAX.charAt(random.nextInt(SYNTAX.length()));
      }
      fine += decodes(mutated) ? 1 : 0;
    }
    assertThat(fine).isBetween(run.rounds() / 20, run.rounds() - run.rounds() / 20);
  }

  @Test
  void decode_randomBytes_onlyDecodeException() {
    FuzzRun run = FuzzRun.of(6, 20_000);
    Random random = run.random();
    while (run.next()) {
      byte[] bytes = new byte[random.nextInt(40)];
      random.nextBytes(bytes);
      decodes(bytes);
    }
  }

  @Test
  void decode_randomSyntax_onlyDecodeException() {
    FuzzRun run = FuzzRun.of(7, 30_000);
    Random random = run.random();
    while (run.next()) {
      StringBuilder text = new StringBuilder("[{\"tags\":");
      for (int i = random.nextInt(20); i > 0; i--) {
        text.append(SYNTAX.charAt(random.nextInt(SYNTAX.length())));
      }
      decodes(text.toString().getBytes(UTF_8));
    }
  }

  private static boolean decodes(byte[] message) {
    return ZipkinFuzz.decodes(new ZipkinV2JsonDecoder(), message);
  }
}
