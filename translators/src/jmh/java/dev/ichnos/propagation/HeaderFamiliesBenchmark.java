package dev.ichnos.propagation;

import dev.ichnos.model.Sampled;
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
 * Reads and writes one context in each family; of the refusals, one of each kind that is common.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class HeaderFamiliesBenchmark {
  @Param({
    "b3",
    "b3multi",
    "traceparent",
    "x-cloud-trace-context",
    "grpc-trace-bin",
    "datadog",
    "sw8",
    "x-amzn-trace-id"
  })
  private String family = "";

  private HeaderFamily headers = HeaderFamilies.B3;
  private TraceContext context = TraceContext.decision(Sampled.DEFERRED, false);
  private HeaderLookup good = name -> null;
  private HeaderLookup truncated = name -> null;

  @Setup
  public void prepare() {
    headers = HeaderFamilies.byId(family).orElseThrow();
    context =
        TraceContext.of(
            0x5f1d9a7c3b2e4680L, 0xa1c3e5f708192a3bL, 128, 0x2b4d6f80917a3c5eL, Sampled.SAMPLED);
    good = HeaderLookup.of(headers.write(context).headers());
    String first = headers.headers().get(0);
    String value = good.get(first);
    truncated =
        HeaderLookup.of(
            first, (value == null ? "" : value.substring(0, Math.min(20, value.length()))) + "?");
  }

  @Benchmark
  public HeaderReading read() {
    return headers.read(good);
  }

  @Benchmark
  public HeaderReading refuse() {
    return headers.read(truncated);
  }

  @Benchmark
  public HeaderWriting write() {
    return headers.write(context);
  }
}
