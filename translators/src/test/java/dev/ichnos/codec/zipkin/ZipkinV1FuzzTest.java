package dev.ichnos.codec.zipkin;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.ichnos.codec.DecodeException;
import dev.ichnos.codec.DecodeLimits;
import dev.ichnos.codec.DropReason;
import dev.ichnos.codec.FuzzRun;
import dev.ichnos.codec.MendReason;
import dev.ichnos.codec.RecordingSpanSink;
import dev.ichnos.codec.SpanDecoder;
import dev.ichnos.codec.SpanSink;
import dev.ichnos.model.Span;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever comes, the answer is spans, drops or a {@link DecodeException}, from little memory. */
class ZipkinV1FuzzTest {
  private static final int ROUNDS = 4_000;

  private final SpanDecoder json = new ZipkinV1JsonDecoder();
  private final SpanDecoder thrift = new ZipkinV1ThriftDecoder();

  @Test
  void decode_everyTruncation_refused() {
    List<RandomV1Span> spans = spans(new Random(1), 3);
    for (int length = 1; length < V1ThriftWriter.list(spans).length; length++) {
      assertThat(ZipkinFuzz.decodes(thrift, Arrays.copyOf(V1ThriftWriter.list(spans), length)))
          .as("%s bytes", length)
          .isFalse();
    }
    for (int length = 1; length < V1JsonWriter.list(spans).length; length++) {
      assertThat(ZipkinFuzz.decodes(json, Arrays.copyOf(V1JsonWriter.list(spans), length)))
          .as("%s bytes", length)
          .isFalse();
    }
  }

  @Test
  void decode_mutations_onlyDecodeException() {
    FuzzRun run = FuzzRun.of(2, ROUNDS);
    Random random = run.random();
    int fine = 0;
    while (run.next()) {
      List<RandomV1Span> spans = spans(random, 1 + random.nextInt(3));
      fine += fuzz(thrift, V1ThriftWriter.list(spans), random);
      fine += fuzz(json, V1JsonWriter.list(spans), random);
    }
    assertThat(fine).isBetween(run.rounds() / 10, run.rounds() * 2 - run.rounds() / 10);
  }

  @Test
  void decode_randomBytes_onlyDecodeException() {
    FuzzRun run = FuzzRun.of(3, 5 * ROUNDS);
    Random random = run.random();
    while (run.next()) {
      byte[] bytes = new byte[random.nextInt(60)];
      random.nextBytes(bytes);
      ZipkinFuzz.decodes(json, bytes);
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = random.nextBoolean() ? bytes[i] : (byte) random.nextInt(16);
      }
      ZipkinFuzz.decodes(thrift, bytes);
      byte[] inSpan = new V1ThriftWriter().u8(12).i32(1).toByteArray();
      System.arraycopy(inSpan, 0, bytes, 0, Math.min(inSpan.length, bytes.length));
      ZipkinFuzz.decodes(thrift, bytes);
    }
  }

  /** Nothing is made for a size before its bytes are known to be there. */
  @ParameterizedTest
  @ValueSource(ints = {-1, Integer.MIN_VALUE, 0x7FFFFFFF, 0x01000000})
  void decode_hostileSizes_refusedFromLittleMemory(int size) {
    List<byte[]> messages =
        List.of(
            new V1ThriftWriter().u8(12).i32(size).toByteArray(),
            new V1ThriftWriter().u8(12).i32(1).field(15, 6).u8(12).i32(size).toByteArray(),
            new V1ThriftWriter().u8(12).i32(1).field(11, 3).i32(size).toByteArray(),
            new V1ThriftWriter().u8(12).i32(1).field(15, 99).u8(10).i32(size).toByteArray(),
            new V1ThriftWriter().u8(12).i32(1).field(15, 99).u8(0).i32(size).toByteArray(),
            new V1ThriftWriter().u8(12).i32(1).field(13, 99).u8(8).u8(2).i32(size).toByteArray());
    for (byte[] message : messages) {
      long before = allocated();
      assertThat(ZipkinFuzz.decodes(thrift, message)).isFalse();
      assertThat(allocated() - before).isLessThan(1 << 20);
    }
  }

  /** A byte for an annotation, or a few for a host: neither multiplies into memory. */
  @Test
  void decode_manyEmptyStructs_flatMemory() throws DecodeException {
    byte[] message = new byte[1 << 20];
    byte[] head =
        new V1ThriftWriter()
            .u8(12)
            .i32(1)
            .field(10, 1)
            .i64(1)
            .field(10, 4)
            .i64(1)
            .field(15, 6)
            .u8(12)
            .i32(message.length - 50)
            .toByteArray();
    System.arraycopy(head, 0, message, 0, head.length);
    message = Arrays.copyOf(message, head.length + message.length - 50 + 1);
    CountingSink sink = new CountingSink();
    thrift.decode(ByteBuffer.wrap(message), DecodeLimits.DEFAULT, sink);
    long before = allocated();
    thrift.decode(ByteBuffer.wrap(message), DecodeLimits.DEFAULT, sink);

    assertThat(sink.spans).isEqualTo(2);
    assertThat(sink.mended).isEqualTo(2 * (message.length - head.length - 1));
    // Counting boxes an Integer for each; a draft for each would be more than 64 MB.
    assertThat(allocated() - before).isLessThan(32 << 20);
  }

  @Test
  void decode_oneMessageOrMany_sameSpans() throws DecodeException {
    Random random = new Random(4);
    List<RandomV1Span> spans = spans(random, 40);
    for (SpanDecoder decoder : List.of(json, thrift)) {
      List<Span> whole = decode(decoder, spans);
      List<Span> chunks = new ArrayList<>();
      for (int from = 0; from < spans.size(); ) {
        int to = Math.min(spans.size(), from + 1 + random.nextInt(5));
        chunks.addAll(decode(decoder, spans.subList(from, to)));
        from = to;
      }
      assertThat(chunks).isEqualTo(whole);
    }
    assertThat(decode(json, spans)).isEqualTo(decode(thrift, spans));
  }

  private static int fuzz(SpanDecoder decoder, byte[] message, Random random) {
    return ZipkinFuzz.decodes(decoder, FuzzRun.mutate(message, random)) ? 1 : 0;
  }

  private static List<Span> decode(SpanDecoder decoder, List<RandomV1Span> spans)
      throws DecodeException {
    RecordingSpanSink sink = new RecordingSpanSink();
    byte[] message =
        decoder instanceof ZipkinV1JsonDecoder
            ? V1JsonWriter.list(spans)
            : V1ThriftWriter.list(spans);
    decoder.decode(ByteBuffer.wrap(message), DecodeLimits.DEFAULT, sink);
    return sink.spans();
  }

  private static List<RandomV1Span> spans(Random random, int count) {
    List<RandomV1Span> spans = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      spans.add(RandomV1Span.of(random));
    }
    return spans;
  }

  private static long allocated() {
    return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
  }

  /** Keeps nothing, unlike a recording one. */
  private static final class CountingSink implements SpanSink {
    int spans;
    int mended;

    @Override
    public void span(Span span) {
      spans++;
    }

    @Override
    public void dropped(int count, DropReason why, String detail) {
      throw new AssertionError(detail);
    }

    @Override
    public void mended(MendReason what) {
      mended++;
    }
  }
}
