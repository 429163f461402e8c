package dev.ichnos.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.codec.DecodeException;
import dev.ichnos.codec.DecodeLimits;
import dev.ichnos.codec.RecordingSpanSink;
import dev.ichnos.codec.SpanDecoder;
import dev.ichnos.codec.SpanEncoder;
import dev.ichnos.codec.otlp.Frames;
import dev.ichnos.codec.otlp.OtlpJsonDecoder;
import dev.ichnos.codec.otlp.OtlpJsonEncoder;
import dev.ichnos.codec.otlp.OtlpProtoDecoder;
import dev.ichnos.codec.otlp.OtlpProtoEncoder;
import dev.ichnos.codec.zipkin.ZipkinV2JsonDecoder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Holds the estimate against the heap: what many decoded batches take, measured by what the heap
 * holds with and without them.
 */
class RetainedBytesTest {
  private static final int SPANS = 10_000;
  private static final int TRIES = 3;

  /** One decoder for all messages, as a receiver has. */
  private final SpanDecoder zipkin = new ZipkinV2JsonDecoder();

  private final SpanDecoder proto = new OtlpProtoDecoder();
  private final SpanDecoder json = new OtlpJsonDecoder();

  @ParameterizedTest
  @CsvSource({
    "ZIPKIN,1",
    "ZIPKIN,5",
    "ZIPKIN,50",
    "PROTO,1",
    "PROTO,50",
    "JSON,1",
    "JSON,50",
    "FRAMES,1",
    "FRAMES,50"
  })
  void retainedBytes_envoySpans_withinAFifthOfTheHeap(Sender sender, int spansPerBatch)
      throws Exception {
    // Decoded once before: classes and the table of keys are not the batches' own.
    assertThat(estimate(decode(sender, spansPerBatch, 1))).isPositive();
    double[] ratios = new double[TRIES];
    for (int i = 0; i < TRIES; i++) {
      ratios[i] = ratio(sender, spansPerBatch);
    }
    Arrays.sort(ratios);

    assertThat(ratios[TRIES / 2])
        .as("estimate / heap of %s", Arrays.toString(ratios))
        .isBetween(0.8, 1.2);
  }

  @Test
  void retainedBytes_metadata_counts() {
    SpanBatch batch = SpanFixtures.batch(SpanFixtures.CLIENT);
    Origin origin = batch.origin();
    Map<String, String> metadata = Map.of("tenant", "a", "x-forwarded-client-cert", "c".repeat(99));
    SpanBatch forwarded =
        new SpanBatch(
            batch.spans(),
            new Origin(origin.receiver(), origin.format(), origin.peer(), 0, metadata));

    assertThat(forwarded.retainedBytes() - batch.retainedBytes()).isBetween(200L, 280L);
  }

  private double ratio(Sender sender, int spansPerBatch) throws Exception {
    long before = usedHeap();
    List<SpanBatch> batches = decode(sender, spansPerBatch, SPANS / spansPerBatch);
    long after = usedHeap();
    double estimate = estimate(batches);
    Reference.reachabilityFence(batches);
    return estimate / (after - before);
  }

  private static long estimate(List<SpanBatch> batches) {
    return batches.stream().mapToLong(SpanBatch::retainedBytes).sum();
  }

  private List<SpanBatch> decode(Sender sender, int spansPerBatch, int count) throws Exception {
    List<SpanBatch> batches = new ArrayList<>(count);
    for (int batch = 0; batch < count; batch++) {
      StringBuilder message = new StringBuilder("[");
      for (int i = 0; i < spansPerBatch; i++) {
        message.append(i == 0 ? "" : ",").append(envoySpan(batch * spansPerBatch + i));
      }
      SpanBatch first = decode(zipkin, message.append(']').toString().getBytes(UTF_8));
      batches.add(
          switch (sender) {
            case ZIPKIN -> first;
            case PROTO -> decode(proto, encode(new OtlpProtoEncoder(), first));
            case FRAMES ->
                new SpanBatch(
                    Frames.of(encode(new OtlpProtoEncoder(), first)), SpanFixtures.ORIGIN);
            case JSON -> decode(json, encode(new OtlpJsonEncoder(), first));
          });
    }
    return batches;
  }

  private static SpanBatch decode(SpanDecoder decoder, byte[] message) throws DecodeException {
    RecordingSpanSink sink = new RecordingSpanSink();
    decoder.decode(ByteBuffer.wrap(message), DecodeLimits.DEFAULT, sink);
    return new SpanBatch(sink.spans(), SpanFixtures.ORIGIN);
  }

  private static byte[] encode(SpanEncoder encoder, SpanBatch batch) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    encoder.encode(batch, bytes);
    return bytes.toByteArray();
  }

  private static String envoySpan(int n) {
    return """
        {"traceId":"5f1d9a7c3b2e4680a1c3e5f7%08x","id":"2b4d6f80%08x","parentId":"a1c3e5f708192a3b",
         "kind":"SERVER","name":"details.shop.svc.cluster.local:9080/*","timestamp":1767323045001103,
         "duration":3390,"localEndpoint":{"serviceName":"details.shop","ipv4":"10.4.1.7","port":0},
         "annotations":[{"timestamp":1767323045004590,"value":"ss"}],
         "tags":{"component":"proxy","downstream_cluster":"-",
         "guid:x-request-id":"7c1e5a34-90b2-4f6d-8a11-5d3c%08x","http.method":"GET",
         "http.protocol":"HTTP/1.1","http.status_code":"200",
         "http.url":"http://details:9080/details/%d","istio.canonical_revision":"v1",
         "istio.canonical_service":"details","istio.mesh_id":"cluster.local",
         "istio.namespace":"shop",
         "node_id":"sidecar~10.4.1.7~details-v1-5c9d7b8f4-m8t6w.shop~shop.svc.cluster.local",
         "peer.address":"10.4.0.9","request_size":"0","response_flags":"-","response_size":"183",
         "upstream_cluster":"inbound|9080||","upstream_cluster.name":"inbound|9080||",
         "user_agent":"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/126.0"}}
        """
        .formatted(n, n, n, n);
  }

  private static long usedHeap() {
    Runtime runtime = Runtime.getRuntime();
    long least = Long.MAX_VALUE;
    // The serial collector leaves dead objects where they lie, but in every fourth full collection.
    for (int i = 0; i < 4; i++) {
      System.gc();
      least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
    }
    return least;
  }

  private enum Sender {
    ZIPKIN,
    PROTO,
    JSON,
    FRAMES
  }
}
