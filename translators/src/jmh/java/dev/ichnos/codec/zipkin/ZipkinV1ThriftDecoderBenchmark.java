package dev.ichnos.codec.zipkin;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ichnos.codec.DecodeException;
import dev.ichnos.codec.DecodeLimits;
import dev.ichnos.model.Span;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
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

/**
 * Decodes the spans of {@link EnvoyMessage} as the library writes them in v1 thrift, every
 * annotation with its endpoint; figures are for one span.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 3, time = 2)
public class ZipkinV1ThriftDecoderBenchmark {
  private final byte[] message =
      SpanBytesEncoder.THRIFT.encodeList(
          SpanBytesDecoder.JSON_V2.decodeList(EnvoyMessage.v2Json().getBytes(UTF_8)));
  private final ZipkinV1ThriftDecoder decoder = new ZipkinV1ThriftDecoder();

  @Benchmark
  @OperationsPerInvocation(EnvoyMessage.SPANS)
  public List<Span> ichnos() throws DecodeException {
    EnvoyMessage.Collected spans = new EnvoyMessage.Collected(new ArrayList<>(EnvoyMessage.SPANS));
    decoder.decode(ByteBuffer.wrap(message), DecodeLimits.DEFAULT, spans);
    return spans.list();
  }

  @Benchmark
  @OperationsPerInvocation(EnvoyMessage.SPANS)
  public List<zipkin2.Span> zipkinLibrary() {
    return SpanBytesDecoder.THRIFT.decodeList(message);
  }
}
