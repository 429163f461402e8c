package dev.ichnos.identity;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ichnos.codec.DecodeException;
import dev.ichnos.codec.DecodeLimits;
import dev.ichnos.codec.DropReason;
import dev.ichnos.codec.MendReason;
import dev.ichnos.codec.SpanDecoder;
import dev.ichnos.codec.SpanSink;
import dev.ichnos.codec.cloudtrace.CloudTraceEncoder;
import dev.ichnos.codec.cloudtrace.CloudTraceOptions;
import dev.ichnos.codec.datadog.DatadogEncoder;
import dev.ichnos.codec.datadog.DatadogOptions;
import dev.ichnos.codec.otlp.OtlpFormats;
import dev.ichnos.codec.otlp.OtlpProtoDecoder;
import dev.ichnos.codec.otlp.OtlpProtoEncoder;
import dev.ichnos.codec.zipkin.ZipkinFormats;
import dev.ichnos.codec.zipkin.ZipkinV2JsonDecoder;
import dev.ichnos.identity.envoy.EnvoyMeaning;
import dev.ichnos.identity.envoy.EnvoySettings;
import dev.ichnos.identity.rule.Changes;
import dev.ichnos.identity.rule.SpanRule;
import dev.ichnos.identity.who.PodDirectory;
import dev.ichnos.model.Format;
import dev.ichnos.model.Origin;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanBatch;
import dev.ichnos.repair.RepairObserver;
import dev.ichnos.repair.RepairSettings;
import dev.ichnos.repair.TraceRepair;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
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
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What identity and repair add to a span's way from one format to another: each stage alone on what
 * the stage before hands it, and all of them. Requests through Bookinfo as its proxies report them,
 * both sides of each call; figures are for one span. They are repaired trace by trace and leave in
 * one message, as a lane has them.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(BookinfoSpans.COUNT)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class IdentityBenchmark {
  /** What comes in. */
  @Param({"ZIPKIN_V2_JSON", "OTLP_PROTO"})
  public String from;

  /** Whose spans are in one message: five of a proxy, or those of a request. */
  @Param({"proxy", "request"})
  public String messageOf;

  private final Identity identity = new Identity(IdentitySettings.defaults(), PodDirectory.NONE);
  private final SpanRule envoy = new EnvoyMeaning(EnvoySettings.defaults(), EnvoyMeaning.RULES);
  private final TraceRepair repair = new TraceRepair(RepairSettings.defaults());
  private final OtlpProtoEncoder encoder = new OtlpProtoEncoder();
  private final DatadogEncoder datadog = DatadogEncoder.v07(DatadogOptions.defaults());
  private final CloudTraceEncoder cloudTrace =
      new CloudTraceEncoder(CloudTraceOptions.of("test-project"));
  private final List<byte[]> messages = new ArrayList<>();
  private SpanDecoder decoder;
  private Origin origin;
  private List<SpanBatch> decoded;
  private List<List<Span>> traces;
  private SpanBatch repaired;

  @Setup
  public void setUp() throws DecodeException, IOException {
    boolean zipkin = from.equals("ZIPKIN_V2_JSON");
    Format format = zipkin ? ZipkinFormats.ZIPKIN_V2_JSON : OtlpFormats.OTLP_PROTO;
    origin = new Origin("bench", format, "10.0.0.9", 1_767_323_046_000_000_000L, Map.of());
    decoder = new ZipkinV2JsonDecoder();
    boolean proxy = messageOf.equals("proxy");
    for (String json : proxy ? BookinfoSpans.byProxy() : BookinfoSpans.byRequest()) {
      messages.add(json.getBytes(UTF_8));
    }
    if (!zipkin) {
      List<SpanBatch> batches = decode();
      messages.clear();
      for (SpanBatch batch : batches) {
        ByteArrayOutputStream proto = new ByteArrayOutputStream();
        encoder.encode(batch, proto);
        messages.add(proto.toByteArray());
      }
      decoder = new OtlpProtoDecoder();
    }
    decoded = decode();
    traces = traces(identity());
    repaired = repair();
  }

  @Benchmark
  public List<SpanBatch> decode() throws DecodeException {
    List<SpanBatch> batches = new ArrayList<>(messages.size());
    for (byte[] message : messages) {
      Collected spans = new Collected(new ArrayList<>());
      decoder.decode(ByteBuffer.wrap(message), DecodeLimits.DEFAULT, spans);
      batches.add(new SpanBatch(spans.list, origin));
    }
    return batches;
  }

  @Benchmark
  public List<SpanBatch> identity() {
    return identity(decoded);
  }

  private List<SpanBatch> identity(List<SpanBatch> batches) {
    List<SpanBatch> identified = new ArrayList<>(batches.size());
    for (SpanBatch batch : batches) {
      identified.add(identity.apply(batch, (rule, spans) -> {}));
    }
    return identified;
  }

  /** A part of {@link #identity()}: {@link EnvoyMeaning} alone. */
  @Benchmark
  public List<Span> envoyMeaning() {
    List<Span> spans = new ArrayList<>(BookinfoSpans.COUNT);
    for (SpanBatch batch : decoded) {
      SpanRule.Pass pass = envoy.begin(origin, new Changes());
      for (Span span : batch.spans()) {
        spans.add(pass.apply(span));
      }
    }
    return spans;
  }

  @Benchmark
  public SpanBatch repair() {
    return repair(traces);
  }

  private SpanBatch repair(List<List<Span>> some) {
    List<Span> spans = new ArrayList<>(BookinfoSpans.COUNT);
    for (List<Span> trace : some) {
      spans.addAll(repair.repair(trace, null, RepairObserver.NONE).spans());
    }
    return new SpanBatch(spans, origin);
  }

  @Benchmark
  public OutputStream encode() throws IOException {
    return encode(repaired);
  }

  private OutputStream encode(SpanBatch batch) throws IOException {
    OutputStream out = OutputStream.nullOutputStream();
    encoder.encode(batch, out);
    return out;
  }

  /** As {@link #encode()}, for Datadog. */
  @Benchmark
  public OutputStream encodeDatadog() throws IOException {
    OutputStream out = OutputStream.nullOutputStream();
    datadog.encode(repaired, out);
    return out;
  }

  /** As {@link #encode()}, for Cloud Trace. */
  @Benchmark
  public OutputStream encodeCloudTrace() throws IOException {
    OutputStream out = OutputStream.nullOutputStream();
    cloudTrace.encode(repaired, out);
    return out;
  }

  @Benchmark
  public OutputStream all() throws DecodeException, IOException {
    return encode(repair(traces(identity(decode()))));
  }

  /** As {@link #all()}, without identity and repair. */
  @Benchmark
  public OutputStream codecsAlone() throws DecodeException, IOException {
    List<Span> spans = new ArrayList<>(BookinfoSpans.COUNT);
    traces(decode()).forEach(spans::addAll);
    return encode(new SpanBatch(spans, origin));
  }

  /** The window's part, done in the cheapest way. */
  private static List<List<Span>> traces(List<SpanBatch> batches) {
    Map<Long, List<Span>> traces = new LinkedHashMap<>();
    for (SpanBatch batch : batches) {
      for (Span span : batch.spans()) {
        traces.computeIfAbsent(span.traceIdLow(), id -> new ArrayList<>()).add(span);
      }
    }
    return new ArrayList<>(traces.values());
  }

  /** Takes only good spans. */
  private record Collected(List<Span> list) implements SpanSink {
    @Override
    public void span(Span span) {
      list.add(span);
    }

    @Override
    public void dropped(int spans, DropReason why, String detail) {
      throw new IllegalStateException(detail);
    }

    @Override
    public void mended(MendReason what) {
      throw new IllegalStateException(what.label());
    }
  }
}
