package dev.ichnos.identity;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ichnos.codec.DecodeException;
import dev.ichnos.codec.DecodeLimits;
import dev.ichnos.codec.DropReason;
import dev.ichnos.codec.MendReason;
import dev.ichnos.codec.SpanDecoder;
import dev.ichnos.codec.SpanSink;
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
 * the stage before hands it, and all of them. One request through Bookinfo as its proxies report
 * it, both sides of each call; figures are for one span.
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

  private final Identity identity = new Identity(IdentitySettings.defaults(), PodDirectory.NONE);
  private final SpanRule envoy = new EnvoyMeaning(EnvoySettings.defaults(), EnvoyMeaning.RULES);
  private final TraceRepair repair = new TraceRepair(RepairSettings.defaults());
  private final OtlpProtoEncoder encoder = new OtlpProtoEncoder();
  private SpanDecoder decoder;
  private Origin origin;
  private byte[] message;
  private SpanBatch decoded;
  private SpanBatch identified;
  private SpanBatch repaired;

  @Setup
  public void setUp() throws DecodeException, IOException {
    byte[] json = BookinfoSpans.zipkinJson().getBytes(UTF_8);
    boolean zipkin = from.equals("ZIPKIN_V2_JSON");
    Format format = zipkin ? ZipkinFormats.ZIPKIN_V2_JSON : OtlpFormats.OTLP_PROTO;
    origin = new Origin("bench", format, "10.0.0.9", 1_767_323_046_000_000_000L, Map.of());
    decoder = new ZipkinV2JsonDecoder();
    message = json;
    if (!zipkin) {
      ByteArrayOutputStream proto = new ByteArrayOutputStream();
      encoder.encode(decode(), proto);
      decoder = new OtlpProtoDecoder();
      message = proto.toByteArray();
    }
    decoded = decode();
    identified = identity();
    repaired = repair();
  }

  @Benchmark
  public SpanBatch decode() throws DecodeException {
    Collected spans = new Collected(new ArrayList<>(BookinfoSpans.COUNT));
    decoder.decode(ByteBuffer.wrap(message), DecodeLimits.DEFAULT, spans);
    return new SpanBatch(spans.list, origin);
  }

  @Benchmark
  public SpanBatch identity() {
    return identity.apply(decoded, (rule, spans) -> {});
  }

  /** A part of {@link #identity()}: {@link EnvoyMeaning} alone. */
  @Benchmark
  public List<Span> envoyMeaning() {
    SpanRule.Pass pass = envoy.begin(origin, new Changes());
    List<Span> spans = new ArrayList<>(BookinfoSpans.COUNT);
    for (Span span : decoded.spans()) {
      spans.add(pass.apply(span));
    }
    return spans;
  }

  @Benchmark
  public SpanBatch repair() {
    return identified.withSpans(
        repair.repair(identified.spans(), null, RepairObserver.NONE).spans());
  }

  @Benchmark
  public OutputStream encode() throws IOException {
    OutputStream out = OutputStream.nullOutputStream();
    encoder.encode(repaired, out);
    return out;
  }

  @Benchmark
  public OutputStream all() throws DecodeException, IOException {
    SpanBatch batch = identity.apply(decode(), (rule, spans) -> {});
    OutputStream out = OutputStream.nullOutputStream();
    encoder.encode(
        batch.withSpans(repair.repair(batch.spans(), null, RepairObserver.NONE).spans()), out);
    return out;
  }

  /** As {@link #all()}, without identity and repair. */
  @Benchmark
  public OutputStream codecsAlone() throws DecodeException, IOException {
    OutputStream out = OutputStream.nullOutputStream();
    encoder.encode(decode(), out);
    return out;
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
