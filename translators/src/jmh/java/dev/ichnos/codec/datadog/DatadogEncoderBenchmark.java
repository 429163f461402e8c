package dev.ichnos.codec.datadog;

import dev.ichnos.model.Attributes;
import dev.ichnos.model.Format;
import dev.ichnos.model.Origin;
import dev.ichnos.model.Resource;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanBatch;
import dev.ichnos.model.SpanKind;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a span costs on its way to a Datadog Agent: 25 traces of two sidecar spans, each of 20 text
 * attributes, from two services. Times and bytes are per span.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(DatadogEncoderBenchmark.SPANS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class DatadogEncoderBenchmark {
  static final int SPANS = 50;

  private static final String[] KEYS = {
    "node_id",
    "zone",
    "guid:x-request-id",
    "http.url",
    "http.method",
    "downstream_cluster",
    "user_agent",
    "http.protocol",
    "peer.address",
    "request_size",
    "response_size",
    "upstream_cluster",
    "upstream_cluster.name",
    "response_flags",
    "istio.canonical_revision",
    "istio.canonical_service",
    "istio.mesh_id",
    "istio.namespace"
  };

  private final DatadogEncoder v04 = DatadogEncoder.v04(DatadogOptions.defaults());
  private final DatadogEncoder v07 = DatadogEncoder.v07(DatadogOptions.defaults());
  private SpanBatch batch;

  @Setup
  public void setUp() {
    Random random = new Random(1);
    List<Span> spans = new ArrayList<>();
    Resource client = service("productpage.default");
    Resource server = service("reviews.default");
    for (int i = 0; i < SPANS / 2; i++) {
      long high = random.nextLong();
      long low = random.nextLong();
      spans.add(span(random, high, low, 0, SpanKind.CLIENT).resource(client).build());
      spans.add(span(random, high, low, low, SpanKind.SERVER).resource(server).build());
    }
    Origin origin = new Origin("bench", new Format("BENCH", "x/y"), "", 0, Map.of());
    batch = new SpanBatch(spans, origin);
  }

  @Benchmark
  public int encodedSize() {
    return v04.encodedSize(batch);
  }

  @Benchmark
  public OutputStream encodeV04() throws IOException {
    OutputStream out = OutputStream.nullOutputStream();
    v04.encode(batch, out);
    return out;
  }

  @Benchmark
  public OutputStream encodeV07() throws IOException {
    OutputStream out = OutputStream.nullOutputStream();
    v07.encode(batch, out);
    return out;
  }

  @Benchmark
  public Map<?, List<Span>> messages() {
    return v07.messages(batch.spans());
  }

  private static Span.Builder span(Random random, long high, long low, long parent, SpanKind kind) {
    Attributes.Builder attributes = Attributes.builder();
    attributes.put("component", "proxy").put("http.status_code", "200");
    for (String key : KEYS) {
      attributes.put(key, key + "-" + Long.toHexString(random.nextLong()));
    }
    return Span.builder()
        .traceId(high, low)
        .spanId(parent == 0 ? low : random.nextLong())
        .parentSpanId(parent)
        .name("reviews.default.svc.cluster.local:9080/*")
        .kind(kind)
        .startEpochNanos(1_767_323_045_000_006_000L)
        .endEpochNanos(1_767_323_045_004_006_000L)
        .attributes(attributes.build());
  }

  private static Resource service(String name) {
    return Resource.of(Attributes.of("service.name", name));
  }
}
