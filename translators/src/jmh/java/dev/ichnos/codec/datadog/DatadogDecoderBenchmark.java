package dev.ichnos.codec.datadog;

import dev.ichnos.codec.DecodeException;
import dev.ichnos.codec.DecodeLimits;
import dev.ichnos.codec.DropReason;
import dev.ichnos.codec.MendReason;
import dev.ichnos.codec.SpanSink;
import dev.ichnos.codec.wire.MsgpackWriter;
import dev.ichnos.model.Span;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.msgpack.core.MessagePack;
import org.msgpack.value.ImmutableValue;
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
 * Decodes a message of 50 spans, each a chunk, as Envoy writes them; figures are for one span.
 * Msgpack's own library, beside, only makes maps and lists of the same bytes.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(DatadogDecoderBenchmark.SPANS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 3, time = 2)
public class DatadogDecoderBenchmark {
  static final int SPANS = 50;

  private final DatadogDecoder v04 = DatadogDecoder.v04();
  private final DatadogDecoder v05 = DatadogDecoder.v05();
  private byte[] v04Message;
  private byte[] v05Message;

  @Setup
  public void setUp() throws IOException {
    v04Message = v04Message();
    v05Message = v05Message();
  }

  @Benchmark
  public List<Span> decodeV04() throws DecodeException {
    return decode(v04, v04Message);
  }

  @Benchmark
  public List<Span> decodeV05() throws DecodeException {
    return decode(v05, v05Message);
  }

  @Benchmark
  public ImmutableValue msgpackLibrary() throws IOException {
    return MessagePack.newDefaultUnpacker(v04Message).unpackValue();
  }

  private static List<Span> decode(DatadogDecoder decoder, byte[] message) throws DecodeException {
    Collected spans = new Collected(new ArrayList<>(SPANS));
    decoder.decode(ByteBuffer.wrap(message), DecodeLimits.DEFAULT, spans);
    return spans.list();
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

  private static Map<String, String> meta(int i) {
    Map<String, String> meta = new LinkedHashMap<>();
    meta.put("_dd.p.tid", "5f1d9a7c3b2e4680");
    meta.put("component", "proxy");
    meta.put("downstream_cluster", "-");
    meta.put("guid:x-request-id", "7c1e5a34-90b2-4f6d-8a11-5d3c%08x".formatted(i));
    meta.put("http.method", "GET");
    meta.put("http.protocol", "HTTP/1.1");
    meta.put("http.status_code", "200");
    meta.put("http.url", "http://details:9080/details/" + i);
    meta.put("istio.canonical_revision", "v1");
    meta.put("istio.canonical_service", "details");
    meta.put("istio.mesh_id", "cluster.local");
    meta.put("istio.namespace", "shop");
    meta.put("node_id", "sidecar~10.4.1.7~details-v1-5c9d7b8f4-m8t6w.shop~shop.svc.cluster.local");
    meta.put("peer.address", "10.4.0.9");
    meta.put("request_size", "0");
    meta.put("response_flags", "-");
    meta.put("response_size", "183");
    meta.put("upstream_cluster", "inbound|9080||");
    meta.put("upstream_cluster.name", "inbound|9080||");
    meta.put("user_agent", "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/126.0");
    return meta;
  }

  private static byte[] v04Message() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    MsgpackWriter out = new MsgpackWriter(bytes, Integer.MAX_VALUE);
    out.writeArrayHeader(SPANS);
    for (int i = 0; i < SPANS; i++) {
      out.writeArrayHeader(1);
      out.writeMapHeader(12);
      text(out, "service", "details.shop");
      text(out, "name", "envoy.proxy");
      text(out, "resource", "details.shop.svc.cluster.local:9080/*");
      number(out, "trace_id", 0xa1c3e5f700000000L + i);
      number(out, "span_id", 0x2b4d6f8000000000L + i);
      number(out, "parent_id", 0xa1c3e5f708192a3bL);
      number(out, "start", 1_767_323_045_001_103_000L);
      number(out, "duration", 3_390_000);
      number(out, "error", 0);
      out.writeString("meta");
      Map<String, String> meta = meta(i);
      out.writeMapHeader(meta.size());
      for (Map.Entry<String, String> tag : meta.entrySet()) {
        text(out, tag.getKey(), tag.getValue());
      }
      out.writeString("metrics");
      out.writeMapHeader(1);
      out.writeString("_sampling_priority_v1");
      out.writeDouble(1);
      text(out, "type", "web");
    }
    out.flush();
    return bytes.toByteArray();
  }

  private static byte[] v05Message() throws IOException {
    Map<String, Integer> places = new LinkedHashMap<>();
    for (String text :
        List.of(
            "",
            "details.shop",
            "envoy.proxy",
            "details.shop.svc.cluster.local:9080/*",
            "web",
            "_sampling_priority_v1")) {
      places.put(text, places.size());
    }
    for (int i = 0; i < SPANS; i++) {
      meta(i)
          .forEach(
              (key, value) -> {
                places.putIfAbsent(key, places.size());
                places.putIfAbsent(value, places.size());
              });
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    MsgpackWriter out = new MsgpackWriter(bytes, Integer.MAX_VALUE);
    out.writeArrayHeader(2);
    out.writeArrayHeader(places.size());
    for (String text : places.keySet()) {
      out.writeString(text);
    }
    out.writeArrayHeader(SPANS);
    for (int i = 0; i < SPANS; i++) {
      out.writeArrayHeader(1);
      out.writeArrayHeader(12);
      for (long field :
          new long[] {
            1,
            2,
            3,
            0xa1c3e5f700000000L + i,
            0x2b4d6f8000000000L + i,
            0xa1c3e5f708192a3bL,
            1_767_323_045_001_103_000L,
            3_390_000,
            0
          }) {
        out.writeUnsigned(field);
      }
      Map<String, String> meta = meta(i);
      out.writeMapHeader(meta.size());
      for (Map.Entry<String, String> tag : meta.entrySet()) {
        out.writeLong(places.get(tag.getKey()));
        out.writeLong(places.get(tag.getValue()));
      }
      out.writeMapHeader(1);
      out.writeLong(5);
      out.writeDouble(1);
      out.writeLong(4);
    }
    out.flush();
    return bytes.toByteArray();
  }

  private static void text(MsgpackWriter out, String key, String value) throws IOException {
    out.writeString(key);
    out.writeString(value);
  }

  private static void number(MsgpackWriter out, String key, long value) throws IOException {
    out.writeString(key);
    out.writeUnsigned(value);
  }
}
