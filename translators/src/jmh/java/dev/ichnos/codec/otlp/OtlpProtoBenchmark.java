package dev.ichnos.codec.otlp;

import com.google.protobuf.ByteString;
import dev.ichnos.codec.DecodeException;
import dev.ichnos.codec.DecodeLimits;
import dev.ichnos.codec.DropReason;
import dev.ichnos.codec.MendReason;
import dev.ichnos.codec.SpanSink;
import dev.ichnos.model.Format;
import dev.ichnos.model.Origin;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanBatch;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
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
 * What a span costs on its way in and out: 50 spans as Envoy sends them, of 20 string attributes,
 * by our codec and by the generated classes. Times and bytes are per span.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(OtlpProtoBenchmark.SPANS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class OtlpProtoBenchmark {
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

  private final OtlpProtoDecoder decoder = new OtlpProtoDecoder();
  private final OtlpProtoEncoder encoder = new OtlpProtoEncoder();
  private byte[] message;
  private ExportTraceServiceRequest request;
  private SpanBatch batch;

  @Setup
  public void setUp() throws DecodeException {
    request = envoyRequest();
    message = request.toByteArray();
    Origin origin = new Origin("bench", new Format("BENCH", "x/y"), "", 0, Map.of());
    batch = new SpanBatch(decode(), origin);
  }

  /** The spans that are measured here, for others. */
  static List<Span> envoySpans() throws DecodeException {
    Collected collected = new Collected();
    new OtlpProtoDecoder()
        .decode(ByteBuffer.wrap(envoyRequest().toByteArray()), DecodeLimits.DEFAULT, collected);
    return collected.spans;
  }

  private static ExportTraceServiceRequest envoyRequest() {
    ScopeSpans.Builder spans = ScopeSpans.newBuilder();
    Random random = new Random(1);
    for (int i = 0; i < SPANS; i++) {
      io.opentelemetry.proto.trace.v1.Span.Builder span =
          io.opentelemetry.proto.trace.v1.Span.newBuilder()
              .setTraceId(id(random, 16))
              .setSpanId(id(random, 8))
              .setParentSpanId(id(random, 8))
              .setName("reviews.default.svc.cluster.local:9080/*")
              .setKindValue(2)
              .setStartTimeUnixNano(1_767_323_045_000_006_000L)
              .setEndTimeUnixNano(1_767_323_045_004_006_000L);
      for (String key : KEYS) {
        String value = key + "-" + Long.toHexString(random.nextLong());
        span.addAttributes(pair(key, value));
      }
      spans.addSpans(span);
    }
    return ExportTraceServiceRequest.newBuilder()
        .addResourceSpans(
            ResourceSpans.newBuilder()
                .setResource(
                    Resource.newBuilder().addAttributes(pair("service.name", "reviews.default")))
                .addScopeSpans(spans))
        .build();
  }

  @Benchmark
  public List<Span> decode() throws DecodeException {
    Collected collected = new Collected();
    decoder.decode(ByteBuffer.wrap(message), DecodeLimits.DEFAULT, collected);
    return collected.spans;
  }

  @Benchmark
  public ExportTraceServiceRequest decodeGenerated() throws IOException {
    return ExportTraceServiceRequest.parseFrom(message);
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
    Oracle.request(batch.spans()).writeTo(out);
    return out;
  }

  private static ByteString id(Random random, int length) {
    byte[] id = new byte[length];
    random.nextBytes(id);
    return ByteString.copyFrom(id);
  }

  private static KeyValue pair(String key, String value) {
    return KeyValue.newBuilder()
        .setKey(key)
        .setValue(AnyValue.newBuilder().setStringValue(value))
        .build();
  }

  private static final class Collected implements SpanSink {
    final List<Span> spans = new ArrayList<>(SPANS);

    @Override
    public void span(Span span) {
      spans.add(span);
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
