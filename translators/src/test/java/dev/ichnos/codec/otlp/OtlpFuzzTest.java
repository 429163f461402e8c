package dev.ichnos.codec.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.codec.DecodeException;
import dev.ichnos.codec.SpanDecoder;
import dev.ichnos.codec.SpanEncoder;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanBatch;
import dev.ichnos.model.SpanFixtures;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever the bytes: spans or a {@link DecodeException}, and what was read can be written. */
class OtlpFuzzTest {
  private static final int ROUNDS = 3_000;

  private final List<SpanDecoder> decoders = List.of(new OtlpProtoDecoder(), new OtlpJsonDecoder());

  @Test
  void decode_randomBytes_throwsOnlyDecodeException() throws Exception {
    Random random = new Random(1);
    for (int i = 0; i < ROUNDS; i++) {
      byte[] message = new byte[random.nextInt(200)];
      random.nextBytes(message);
      for (SpanDecoder decoder : decoders) {
        decodeAny(decoder, message);
      }
    }
  }

  @Test
  void decode_mutatedMessages_throwsOnlyDecodeException() throws Exception {
    Random random = new Random(2);
    byte[] proto = encode(new OtlpProtoEncoder(), SpanFixtures.EVERYTHING, SpanFixtures.SERVER);
    byte[] json = encode(new OtlpJsonEncoder(), SpanFixtures.EVERYTHING, SpanFixtures.SERVER);
    int decoded = 0;
    for (int i = 0; i < ROUNDS; i++) {
      decoded += decodeAny(decoders.get(0), mutate(proto, random)) ? 1 : 0;
      decoded += decodeAny(decoders.get(1), mutate(json, random)) ? 1 : 0;
    }
    assertThat(decoded).isBetween(ROUNDS / 10, ROUNDS * 2 - ROUNDS / 10);
  }

  private static byte[] mutate(byte[] message, Random random) {
    byte[] mutated = message.clone();
    for (int i = 0; i <= random.nextInt(3); i++) {
      int at = random.nextInt(mutated.length);
      switch (random.nextInt(4)) {
        case 0 -> mutated[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> mutated[at] = (byte) random.nextInt();
        case 2 -> mutated = Arrays.copyOf(mutated, Math.max(1, at));
        default -> {
          int length = Math.min(random.nextInt(20), mutated.length - at);
          int from = random.nextInt(mutated.length - length + 1);
          System.arraycopy(mutated, from, mutated, at, length);
        }
      }
    }
    return mutated;
  }

  private static boolean decodeAny(SpanDecoder decoder, byte[] message) throws Exception {
    RecordingSink sink;
    try {
      sink = RecordingSink.decode(decoder, message);
    } catch (DecodeException e) {
      assertThat(e).hasMessageStartingWith("Malformed " + decoder.format());
      return false;
    }
    Span[] spans = sink.spans.toArray(Span[]::new);
    // Groups that were apart may come together, so the order of the second reading is the rule.
    List<Span> again =
        RecordingSink.decode(new OtlpProtoDecoder(), encode(new OtlpProtoEncoder(), spans)).spans;
    assertThat(
            RecordingSink.decode(new OtlpJsonDecoder(), encode(new OtlpJsonEncoder(), spans)).spans)
        .isEqualTo(again)
        .containsExactlyInAnyOrder(spans);
    return true;
  }

  private static byte[] encode(SpanEncoder encoder, Span... spans) throws Exception {
    SpanBatch batch = SpanFixtures.batch(spans);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    encoder.encode(batch, out);
    assertThat(out.size()).isEqualTo(encoder.encodedSize(batch));
    return out.toByteArray();
  }
}
