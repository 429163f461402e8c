package dev.ichnos.codec.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.codec.DecodeException;
import dev.ichnos.codec.FuzzRun;
import dev.ichnos.codec.SpanDecoder;
import dev.ichnos.codec.SpanEncoder;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanBatch;
import dev.ichnos.model.SpanFixtures;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever the bytes: spans or a {@link DecodeException}, and what was read can be written. */
class OtlpFuzzTest {
  private static final int ROUNDS = 3_000;

  private final List<SpanDecoder> decoders = List.of(new OtlpProtoDecoder(), new OtlpJsonDecoder());

  @Test
  void decode_randomBytes_throwsOnlyDecodeException() throws Exception {
    FuzzRun run = FuzzRun.of(1, ROUNDS);
    Random random = run.random();
    while (run.next()) {
      byte[] message = new byte[random.nextInt(200)];
      random.nextBytes(message);
      for (SpanDecoder decoder : decoders) {
        decodeAny(decoder, message);
      }
    }
  }

  @Test
  void decode_mutatedMessages_throwsOnlyDecodeException() throws Exception {
    FuzzRun run = FuzzRun.of(2, ROUNDS);
    Random random = run.random();
    byte[] proto = encode(new OtlpProtoEncoder(), SpanFixtures.EVERYTHING, SpanFixtures.SERVER);
    byte[] json = encode(new OtlpJsonEncoder(), SpanFixtures.EVERYTHING, SpanFixtures.SERVER);
    int decoded = 0;
    while (run.next()) {
      decoded += decodeAny(decoders.get(0), FuzzRun.mutate(proto, random)) ? 1 : 0;
      decoded += decodeAny(decoders.get(1), FuzzRun.mutate(json, random)) ? 1 : 0;
    }
    assertThat(decoded).isBetween(run.rounds() / 10, run.rounds() * 2 - run.rounds() / 10);
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
    byte[] encoded = encode(new OtlpProtoEncoder(), spans);
    assertThat(encoded).hasSize(ExportTraceServiceRequest.parseFrom(encoded).getSerializedSize());
    // Groups that were apart may come together, so the order of the second reading is the rule.
    List<Span> again = RecordingSink.decode(new OtlpProtoDecoder(), encoded).spans;
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
