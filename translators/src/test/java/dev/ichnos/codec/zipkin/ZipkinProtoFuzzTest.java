package dev.ichnos.codec.zipkin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.codec.DecodeException;
import dev.ichnos.codec.DecodeLimits;
import dev.ichnos.codec.FuzzRun;
import dev.ichnos.codec.RecordingSpanSink;
import dev.ichnos.codec.SpanDecoder;
import dev.ichnos.codec.SpanEncoder;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanBatch;
import dev.ichnos.model.SpanFixtures;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import zipkin2.codec.SpanBytesDecoder;

/**
 * Whatever comes, the answer is spans, drops or a {@link DecodeException}; and what was read can be
 * written in a form that Zipkin's own library takes.
 */
class ZipkinProtoFuzzTest {
  private static final int ROUNDS = 6_000;

  @Test
  void decode_everyTruncation_neverMoreSpans() throws Exception {
    byte[] message = GoldenFiles.hex("zipkin-proto/envoy.hex");
    for (int length = 1; length < message.length; length++) {
      assertThat(read(Arrays.copyOf(message, length))).hasSizeLessThan(2);
    }
  }

  @Test
  void decode_mutations_onlyDecodeException() throws Exception {
    byte[] envoy = GoldenFiles.hex("zipkin-proto/envoy.hex");
    byte[] all = GoldenFiles.hex("zipkin-proto/every-field.hex");
    int read = 0;
    FuzzRun run = FuzzRun.of(6, ROUNDS);
    while (run.next()) {
      byte[] message = run.random().nextBoolean() ? envoy : all;
      read += read(FuzzRun.mutate(message, run.random())).isEmpty() ? 0 : 1;
    }
    assertThat(read).isBetween(run.rounds() / 10, run.rounds() - run.rounds() / 10);
  }

  @Test
  void decode_randomBytes_onlyDecodeException() throws Exception {
    FuzzRun run = FuzzRun.of(7, 5 * ROUNDS);
    while (run.next()) {
      Random random = run.random();
      byte[] bytes = new byte[random.nextInt(60)];
      random.nextBytes(bytes);
      if (bytes.length > 2 && random.nextBoolean()) {
        bytes[0] = 0x0a;
        bytes[1] = (byte) (bytes.length - 2);
      }
      read(bytes);
    }
  }

  /** Spans of every sender, with text that needs every kind of escape. */
  @Test
  void encode_spansOfAnySender_exactSizeAndReadable() throws Exception {
    FuzzRun run = FuzzRun.of(8, ROUNDS / 10);
    while (run.next()) {
      Random random = run.random();
      Span[] spans = new Span[1 + random.nextInt(4)];
      for (int i = 0; i < spans.length; i++) {
        spans[i] = RandomSpans.next(random);
      }
      assertWritable(List.of(spans));
    }
  }

  private static List<Span> read(byte[] message) throws IOException {
    RecordingSpanSink sink = new RecordingSpanSink();
    try {
      new ZipkinProtoDecoder().decode(ByteBuffer.wrap(message), DecodeLimits.DEFAULT, sink);
    } catch (DecodeException e) {
      assertThat(e).hasMessageStartingWith("Malformed ZIPKIN_PROTO: ");
      return List.of();
    }
    assertWritable(sink.spans());
    return sink.spans();
  }

  /** Both encodings say the same, to us and to the library. */
  private static void assertWritable(List<Span> spans) throws IOException {
    byte[] json = encode(new ZipkinV2JsonEncoder(), spans);
    byte[] proto = encode(new ZipkinProtoEncoder(), spans);
    assertThat(decode(new ZipkinV2JsonDecoder(), json))
        .isEqualTo(decode(new ZipkinProtoDecoder(), proto))
        .hasSameSizeAs(spans);
    // What it makes of them is compared elsewhere: its protobuf leaves out tags of an empty key,
    // its JSON garbles characters of four bytes where its buffer ends.
    assertThat(SpanBytesDecoder.JSON_V2.decodeList(json)).hasSameSizeAs(spans);
    assertThat(SpanBytesDecoder.PROTO3.decodeList(proto)).hasSameSizeAs(spans);
  }

  private static List<Span> decode(SpanDecoder decoder, byte[] message) {
    RecordingSpanSink sink = new RecordingSpanSink();
    try {
      decoder.decode(ByteBuffer.wrap(message), DecodeLimits.DEFAULT, sink);
    } catch (DecodeException e) {
      throw new AssertionError(e);
    }
    return sink.spans();
  }

  private static byte[] encode(SpanEncoder encoder, List<Span> spans) throws IOException {
    SpanBatch batch = SpanFixtures.batch(spans.toArray(Span[]::new));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    encoder.encode(batch, out);
    assertThat(encoder.encodedSize(batch)).isEqualTo(out.size());
    return out.toByteArray();
  }
}
