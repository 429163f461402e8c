package dev.ichnos.codec.zipkin;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ichnos.codec.DecodeException;
import dev.ichnos.model.Span;
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

/** Decodes a message of 50 spans as Envoy writes them; figures are for one span. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 3, time = 2)
public class ZipkinProtoDecoderBenchmark {
  private final byte[] message =
      SpanBytesEncoder.PROTO3.encodeList(
          SpanBytesDecoder.JSON_V2.decodeList(EnvoyMessage.v2Json().getBytes(UTF_8)));
  private final ZipkinProtoDecoder decoder = new ZipkinProtoDecoder();

  @Benchmark
  @OperationsPerInvocation(EnvoyMessage.SPANS)
  public List<Span> ichnos() throws DecodeException {
    return EnvoyMessage.decode(decoder, message);
  }

  @Benchmark
  @OperationsPerInvocation(EnvoyMessage.SPANS)
  public List<zipkin2.Span> zipkinLibrary() {
    return SpanBytesDecoder.PROTO3.decodeList(message);
  }
}
