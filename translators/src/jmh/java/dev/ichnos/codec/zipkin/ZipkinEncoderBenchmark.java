package dev.ichnos.codec.zipkin;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ichnos.codec.DecodeException;
import dev.ichnos.codec.SpanEncoder;
import dev.ichnos.model.Format;
import dev.ichnos.model.Origin;
import dev.ichnos.model.SpanBatch;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import zipkin2.codec.SpanBytesDecoder;
import zipkin2.codec.SpanBytesEncoder;

/** Writes a batch of 50 spans as Envoy reports them to an array; figures are for one span. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 3, time = 2)
public class ZipkinEncoderBenchmark {
  private static final int LARGEST = 64 * 1024;

  private final SpanBatch batch = batch();
  private final List<zipkin2.Span> librarySpans =
      SpanBytesDecoder.JSON_V2.decodeList(EnvoyMessage.v2Json().getBytes(UTF_8));
  private final SpanEncoder json = new ZipkinV2JsonEncoder();
  private final SpanEncoder proto = new ZipkinProtoEncoder();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream(LARGEST);

  @Benchmark
  @OperationsPerInvocation(EnvoyMessage.SPANS)
  public int jsonIchnos() throws IOException {
    return encode(json);
  }

  @Benchmark
  @OperationsPerInvocation(EnvoyMessage.SPANS)
  public int jsonSizeIchnos() {
    return json.encodedSize(batch);
  }

  @Benchmark
  @OperationsPerInvocation(EnvoyMessage.SPANS)
  public int protoIchnos() throws IOException {
    return encode(proto);
  }

  @Benchmark
  @OperationsPerInvocation(EnvoyMessage.SPANS)
  public int protoSizeIchnos() {
    return proto.encodedSize(batch);
  }

  @Benchmark
  @OperationsPerInvocation(EnvoyMessage.SPANS)
  public byte[] jsonZipkinLibrary() {
    return SpanBytesEncoder.JSON_V2.encodeList(librarySpans);
  }

  @Benchmark
  @OperationsPerInvocation(EnvoyMessage.SPANS)
  public byte[] protoZipkinLibrary() {
    return SpanBytesEncoder.PROTO3.encodeList(librarySpans);
  }

  private int encode(SpanEncoder encoder) throws IOException {
    out.reset();
    encoder.encode(batch, out);
    return out.size();
  }

  private static SpanBatch batch() {
    Format format = ZipkinFormats.ZIPKIN_V2_JSON;
    try {
      return new SpanBatch(
          EnvoyMessage.decode(new ZipkinV2JsonDecoder(), EnvoyMessage.v2Json().getBytes(UTF_8)),
          new Origin("bench", format, "10.0.0.9", 0, Map.of()));
    } catch (DecodeException e) {
      throw new IllegalStateException(e);
    }
  }
}
