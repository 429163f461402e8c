package dev.ichnos.repair;

import dev.ichnos.model.Attributes;
import dev.ichnos.model.Resource;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanKind;
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

/** Bookinfo's eight spans as sidecars report them; figures are for one span. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 3, time = 2)
public class TraceRepairBenchmark {
  private static final int SPANS = 8;
  private static final long START = 1_767_323_045_000_006_000L;

  private final TraceRepair defaults = new TraceRepair(RepairSettings.defaults());
  private final TraceRepair everything =
      new TraceRepair(
          RepairSettings.defaults().withLeaves(true).withProxyPairs(ProxyPairs.APP_INTERNAL));
  private final List<Span> right = trace(0);
  private final List<Span> skewed = trace(-50_000_000);

  /** Nothing is to be repaired. */
  @Benchmark
  @OperationsPerInvocation(SPANS)
  public Repaired right() {
    return defaults.repair(right, null, RepairObserver.NONE);
  }

  /** Nothing is to be repaired, in a lane with every option. */
  @Benchmark
  @OperationsPerInvocation(SPANS)
  public Repaired rightWithEveryOption() {
    return everything.repair(right, null, RepairObserver.NONE);
  }

  /** Every server span is annotated. */
  @Benchmark
  @OperationsPerInvocation(SPANS)
  public Repaired skewed() {
    return defaults.repair(skewed, null, RepairObserver.NONE);
  }

  private static List<Span> trace(long skew) {
    String[] callees = {"productpage", "details", "reviews", "ratings"};
    String[] callers = {"istio-ingressgateway", "productpage", "productpage", "reviews"};
    long[] parents = {0, 2, 2, 6};
    List<Span> spans = new ArrayList<>();
    for (int i = 0; i < SPANS / 2; i++) {
      long id = 2L * i + 1;
      spans.add(span(id, parents[i], SpanKind.CLIENT, callers[i], 10L * i, 90));
      spans.add(span(id + 1, id, SpanKind.SERVER, callees[i], 10L * i + 1 + skew / 1_000_000, 88));
    }
    return List.copyOf(spans);
  }

  private static Span span(
      long id, long parent, SpanKind kind, String service, long startMillis, long millis) {
    String ip = "10.4.0." + service.length();
    String type = service.startsWith("istio") ? "router" : "sidecar";
    Attributes.Builder attributes = Attributes.builder();
    for (int i = 0; i < 20; i++) {
      attributes.put("some.attribute." + i, "some value of it");
    }
    attributes
        .put("network.local.address", ip)
        .put("component", "proxy")
        .put("node_id", type + "~" + ip + "~" + service + "-v1.default~default.svc.cluster.local");
    return Span.builder()
        .traceId(0x463ac35c9f6413adL, 0x48485a3953bb6124L)
        .spanId(id * 0x9E3779B97F4A7C15L)
        .parentSpanId(parent * 0x9E3779B97F4A7C15L)
        .name(service + ".default.svc.cluster.local:9080/*")
        .kind(kind)
        .startEpochNanos(START + startMillis * 1_000_000)
        .endEpochNanos(START + (startMillis + millis) * 1_000_000)
        .attributes(attributes.build())
        .resource(Resource.of(Attributes.of("service.name", service)))
        .build();
  }
}
