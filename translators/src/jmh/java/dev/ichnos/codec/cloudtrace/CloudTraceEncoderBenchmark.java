package dev.ichnos.codec.cloudtrace;

import com.google.devtools.cloudtrace.v2.AttributeValue;
import com.google.devtools.cloudtrace.v2.BatchWriteSpansRequest;
import com.google.devtools.cloudtrace.v2.Span.Attributes;
import com.google.devtools.cloudtrace.v2.Span.Builder;
import com.google.devtools.cloudtrace.v2.TruncatableString;
import com.google.protobuf.BoolValue;
import com.google.protobuf.Timestamp;
import dev.ichnos.model.Format;
import dev.ichnos.model.Origin;
import dev.ichnos.model.Resource;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanBatch;
import dev.ichnos.model.SpanKind;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HexFormat;
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
 * What a span costs on its way to Cloud Trace: 50 spans as Envoy sends them, of 19 text attributes
 * and five resources, by our encoder and by the generated classes, which here only copy the
 * attributes: they choose, translate, derive and cut nothing. Times and bytes are per span.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(CloudTraceEncoderBenchmark.SPANS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class CloudTraceEncoderBenchmark {
  static final int SPANS = 50;

  private static final String[] KEYS = {
    "node_id",
    "guid:x-request-id",
    "downstream_cluster",
    "user_agent",
    "http.protocol",
    "http.method",
    "peer.address",
    "request_size",
    "response_size",
    "component",
    "upstream_cluster",
    "upstream_cluster.name",
    "http.status_code",
    "response_flags",
    "istio.canonical_revision",
    "istio.canonical_service",
    "istio.mesh_id",
    "istio.namespace"
  };

  private final CloudTraceEncoder encoder =
      new CloudTraceEncoder(CloudTraceOptions.of("test-project"));
  private SpanBatch batch;

  @Setup
  public void setUp() {
    Random random = new Random(1);
    List<Span> spans = new ArrayList<>();
    for (int i = 0; i < SPANS; i++) {
      dev.ichnos.model.Attributes.Builder attributes =
          dev.ichnos.model.Attributes.builder()
              .put("http.url", "http://reviews:9080/reviews/" + random.nextInt(1000));
      for (String key : KEYS) {
        attributes.put(key, key + "-" + Long.toHexString(random.nextLong()));
      }
      spans.add(
          Span.builder()
              .traceId(random.nextLong(), random.nextLong())
              .spanId(random.nextLong())
              .parentSpanId(random.nextLong())
              .name("reviews.default.svc.cluster.local:9080/*")
              .kind(SpanKind.SERVER)
              .startEpochNanos(1_767_323_045_000_006_000L)
              .endEpochNanos(1_767_323_045_004_006_000L)
              .attributes(attributes.put("http.status_code", "200").build())
              .resource(
                  Resource.of(dev.ichnos.model.Attributes.of("service.name", "service-" + i / 10)))
              .build());
    }
    batch = new SpanBatch(spans, new Origin("bench", new Format("BENCH", "x/y"), "", 0, Map.of()));
  }

  @Benchmark
  public int encodedSize() {
    return encoder.encodedSize(batch);
  }

  @Benchmark
  public OutputStream encode() throws IOException {
    OutputStream out = OutputStream.nullOutputStream();
    encoder.encode(batch, out);
    return out;
  }

  /** A new message each time, since a generated one remembers its sizes. */
  @Benchmark
  public OutputStream encodeGenerated() throws IOException {
    OutputStream out = OutputStream.nullOutputStream();
    BatchWriteSpansRequest.Builder request =
        BatchWriteSpansRequest.newBuilder().setName("projects/test-project");
    for (Span span : batch.spans()) {
      request.addSpans(generated(span));
    }
    request.build().writeTo(out);
    return out;
  }

  private static Builder generated(Span span) {
    HexFormat hex = HexFormat.of();
    String id = hex.toHexDigits(span.spanId());
    Attributes.Builder attributes = Attributes.newBuilder();
    AttributeTaker taker =
        (key, kind, number, object) ->
            attributes.putAttributeMap(
                key, AttributeValue.newBuilder().setStringValue(text((String) object)).build());
    span.attributes().forEach(taker);
    return com.google.devtools.cloudtrace.v2.Span.newBuilder()
        .setName("projects/test-project/traces/" + span.traceId().hex() + "/spans/" + id)
        .setSpanId(id)
        .setParentSpanId(hex.toHexDigits(span.parentSpanId()))
        .setDisplayName(text(span.name()))
        .setStartTime(time(span.startEpochNanos()))
        .setEndTime(time(span.endEpochNanos()))
        .setAttributes(attributes)
        .setSameProcessAsParentSpan(BoolValue.of(false))
        .setSpanKindValue(span.kind().number());
  }

  private static TruncatableString text(String value) {
    return TruncatableString.newBuilder().setValue(value).build();
  }

  private static Timestamp time(long nanos) {
    return Timestamp.newBuilder()
        .setSeconds(nanos / 1_000_000_000)
        .setNanos((int) (nanos % 1_000_000_000))
        .build();
  }
}
