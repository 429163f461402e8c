package dev.ichnos.codec.otlp;

import dev.ichnos.codec.DecodeException;
import dev.ichnos.codec.DecodeLimits;
import dev.ichnos.codec.DropReason;
import dev.ichnos.codec.MendReason;
import dev.ichnos.codec.SpanDecoder;
import dev.ichnos.codec.SpanSink;
import dev.ichnos.model.EncodedSpans;
import dev.ichnos.model.Format;
import dev.ichnos.model.Origin;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanBatch;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What one message costs a pass-through pipeline, beside decoding and encoding it: spans as Envoy
 * sends them, of 20 string attributes. Times and bytes are per message.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class OtlpFramesBenchmark {
  private static final Origin ORIGIN =
      new Origin("bench", new Format("BENCH", "x/y"), "", 0, Map.of());

  private final SpanDecoder frames = new OtlpFramesDecoder();
  private final SpanDecoder whole = new OtlpProtoDecoder();
  private final OtlpProtoEncoder encoder = new OtlpProtoEncoder();

  @Param({"5", "50"})
  private int spans;

  private byte[] message;
  private SpanBatch parsed;

  @Setup
  public void setUp() throws DecodeException, IOException {
    SpanBatch batch = new SpanBatch(OtlpProtoBenchmark.envoySpans().subList(0, spans), ORIGIN);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    encoder.encode(batch, out);
    message = out.toByteArray();
    parsed = read(frames);
  }

  /** What the walk alone costs. */
  @Benchmark
  public SpanBatch walk() throws DecodeException {
    return read(frames);
  }

  /** The way through: walk, and copy to the backend's stream. */
  @Benchmark
  public OutputStream walkAndWrite() throws DecodeException, IOException {
    return write(read(frames));
  }

  /** The way of every other pipeline. */
  @Benchmark
  public OutputStream decodeAndEncode() throws DecodeException, IOException {
    return write(read(whole));
  }

  /** Where a message is too large: one half of it. */
  @Benchmark
  public OutputStream writeHalf() throws IOException {
    return write(parsed.withSpans(parsed.spans().subList(0, (spans + 1) / 2)));
  }

  private OutputStream write(SpanBatch batch) throws IOException {
    OutputStream out = new ByteArrayOutputStream(message.length + 64);
    encoder.encode(batch, out);
    return out;
  }

  private SpanBatch read(SpanDecoder decoder) throws DecodeException {
    Collected collected = new Collected();
    decoder.decode(ByteBuffer.wrap(message), DecodeLimits.DEFAULT, collected);
    return new SpanBatch(collected.spans, ORIGIN);
  }

  private static final class Collected implements SpanSink {
    private List<Span> spans = new ArrayList<>();

    @Override
    public void span(Span span) {
      spans.add(span);
    }

    @Override
    public void encoded(EncodedSpans all) {
      spans = all;
    }

    @Override
    public void dropped(int count, DropReason why, String detail) {
      throw new IllegalStateException(detail);
    }

    @Override
    public void mended(MendReason what) {
      throw new IllegalStateException(what.label());
    }
  }
}
