package dev.ichnos.codec.datadog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.codec.DecodeException;
import dev.ichnos.codec.FuzzRun;
import dev.ichnos.codec.RecordingSpanSink;
import dev.ichnos.codec.SpanDecoder;
import dev.ichnos.model.Attributes;
import dev.ichnos.model.Event;
import dev.ichnos.model.Link;
import dev.ichnos.model.Resource;
import dev.ichnos.model.Scope;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanBatch;
import dev.ichnos.model.SpanFixtures;
import dev.ichnos.model.SpanKind;
import dev.ichnos.model.Status;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Decoder and encoder are each other's reverse in all that the format can say. */
class DatadogRoundTripTest {
  private static final int ROUNDS = 400;
  private static final String[] WORDS = {"a", "GET", "shop", "naïve ☕", "x\"y\n", "500", "-"};

  private static final Resource[] RESOURCES = {
    Resource.of(Attributes.of("service.name", "plain")),
    Resource.of(
        Attributes.builder()
            .put("service.name", "Checkout Service")
            .put("service.version", "1.8.2")
            .put("deployment.environment.name", "production")
            .put("host.name", "node-7")
            .put("telemetry.sdk.language", "java")
            .put("process.pid", 17L)
            .build()),
    Resource.of(
        Attributes.builder()
            .put("service.name", "reviews.default")
            .put("deployment.environment.name", "none")
            .put("k8s.namespace.name", "default")
            .put("k8s.pod.name", "reviews-v1-x2kqz")
            .put("k8s.node.name", "gke-pool-1")
            .put("container.id", "c0ffee")
            .build()),
  };

  private record Pair(DatadogEncoder encoder, SpanDecoder decoder) {}

  private static List<Pair> pairs() {
    return List.of(
        new Pair(DatadogEncoder.v04(DatadogOptions.defaults()), DatadogDecoder.v04()),
        new Pair(DatadogEncoder.v07(DatadogOptions.defaults()), DatadogDecoder.v07()));
  }

  /** What was said by another encoder, or here, is said again in the same words. */
  @Test
  void encode_whatWasDecoded_isTheSameMessage() throws Exception {
    FuzzRun run = FuzzRun.of(11, ROUNDS);
    while (run.next()) {
      List<Span> spans = spans(run.random());
      for (Pair pair : pairs()) {
        for (List<Span> message : pair.encoder().messages(spans).values()) {
          Encoded first = encode(pair, message);
          Encoded second = encode(pair, decode(pair, first.bytes));
          assertThat(second.message).as("%s", first.message).isEqualTo(first.message);
          assertThat(second.report.droppedSpans()).isZero();
        }
      }
    }
  }

  @Test
  void decode_whatWasEncoded_isTheSameSpan() throws Exception {
    FuzzRun run = FuzzRun.of(12, ROUNDS);
    while (run.next()) {
      List<Span> spans = spans(run.random());
      Map<Long, Span> byId = new HashMap<>();
      spans.forEach(span -> byId.put(span.spanId(), span));
      for (Pair pair : pairs()) {
        for (List<Span> message : pair.encoder().messages(spans).values()) {
          List<Span> decoded = decode(pair, encode(pair, message).bytes);
          assertThat(decoded).hasSameSizeAs(message);
          decoded.forEach(span -> same(span, byId.get(span.spanId())));
        }
      }
    }
  }

  @Test
  void encode_chunksOfEveryPriority_saysItAgain() throws Exception {
    for (int priority = -1; priority <= 2; priority++) {
      byte[] message =
          Msgpack.of(
              List.of(
                  List.of(
                      Decoded.wire(
                          1, "metrics", Msgpack.map("_sampling_priority_v1", (double) priority)),
                      Decoded.wire(2, "parent_id", 1L))));
      for (Pair pair : pairs()) {
        Encoded encoded = encode(pair, Decoded.of(DatadogDecoder.v04(), message).spans());
        assertThat(encoded.metric("_sampling_priority_v1")).isEqualTo((double) priority);
      }
    }
  }

  private static void same(Span decoded, Span sent) {
    assertThat(decoded.traceId()).isEqualTo(sent.traceId());
    assertThat(decoded.parentSpanId()).isEqualTo(sent.parentSpanId());
    assertThat(decoded.kind()).isEqualTo(sent.kind());
    assertThat(decoded.startEpochNanos()).isEqualTo(sent.startEpochNanos());
    assertThat(decoded.endEpochNanos()).isEqualTo(sent.endEpochNanos());
    assertThat(decoded.status()).isEqualTo(sent.status());
    assertThat(decoded.traceState()).isEqualTo(sent.traceState());
    assertThat(decoded.events()).isEqualTo(sent.events());
    assertThat(decoded.links()).isEqualTo(sent.links());
    assertThat(decoded.scope()).isEqualTo(sent.scope());
    assertThat(sorted(decoded.resource().attributes()))
        .containsAllEntriesOf(sorted(sent.resource().attributes()));
    Map<String, String> rest = sorted(decoded.attributes());
    Map<String, String> expected = sorted(sent.attributes());
    assertThat(rest).containsAllEntriesOf(expected);
    rest.keySet().removeAll(expected.keySet());
    assertThat(rest.keySet())
        .as("what only Datadog says")
        .isSubsetOf(
            "operation.name", "resource.name", "span.type", "error.type", "sampling.priority");
  }

  private static Map<String, String> sorted(Attributes attributes) {
    AttributeTexts texts = new AttributeTexts();
    attributes.forEach(texts);
    return texts.all;
  }

  private static Encoded encode(Pair pair, List<Span> spans) throws IOException {
    return Encoded.of(pair.encoder(), new SpanBatch(spans, SpanFixtures.ORIGIN));
  }

  private static List<Span> decode(Pair pair, byte[] message) throws DecodeException {
    RecordingSpanSink sink = Decoded.of(pair.decoder(), message);
    assertThat(sink.dropped()).isEmpty();
    assertThat(sink.mended()).isEmpty();
    return sink.spans();
  }

  private static List<Span> spans(Random random) {
    List<Span> spans = new ArrayList<>();
    int count = 1 + random.nextInt(8);
    for (int i = 0; i < count; i++) {
      long trace = 1 + random.nextInt(2);
      long start = SpanFixtures.START + random.nextInt(1_000_000);
      boolean failed = random.nextInt(3) == 0;
      spans.add(
          Span.builder()
              .traceId(trace * 1_000, trace)
              .spanId(i + 1)
              .parentSpanId(random.nextInt(i + 1))
              .name(word(random))
              .kind(SpanKind.ofNumber(random.nextInt(6)))
              .startEpochNanos(start)
              .endEpochNanos(start + random.nextInt(1_000_000))
              .attributes(attributes(random))
              .events(events(random, start))
              .links(links(random))
              .status(status(random, failed))
              .traceState(random.nextInt(4) == 0 ? "dd=s:1" : "")
              .resource(RESOURCES[random.nextInt(RESOURCES.length)])
              .scope(
                  random.nextBoolean()
                      ? Scope.EMPTY
                      : new Scope("lib", "2", Attributes.EMPTY, 0, ""))
              .build());
    }
    return spans;
  }

  private static Status status(Random random, boolean failed) {
    if (failed) {
      return new Status(Status.Code.ERROR, random.nextBoolean() ? word(random) : "");
    }
    return random.nextBoolean() ? Status.UNSET : new Status(Status.Code.OK, "");
  }

  private static Attributes attributes(Random random) {
    Attributes.Builder attributes = Attributes.builder();
    if (random.nextBoolean()) {
      attributes.put("http.method", "GET").put("http.status_code", "503");
      attributes.put("client.address", "10.0.0.9").put("user_agent.original", word(random));
      attributes.put("http.request.body.size", random.nextInt(1000));
      attributes.put("server.address", "shop");
    }
    if (random.nextInt(3) == 0) {
      attributes.put("component", "proxy").put("upstream_cluster", "inbound|9080||");
    }
    if (random.nextInt(3) == 0) {
      attributes.put("db.system", random.nextBoolean() ? "postgresql" : "redis");
      attributes.put("db.statement", word(random));
    }
    for (int i = random.nextInt(6); i > 0; i--) {
      switch (random.nextInt(4)) {
        case 0 -> attributes.put("cart.items" + i, (long) random.nextInt());
        case 1 -> attributes.put("ratio" + i, random.nextDouble() + 0.001);
        default -> attributes.put("key" + i, word(random));
      }
    }
    return attributes.build();
  }

  private static List<Event> events(Random random, long start) {
    List<Event> events = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      if (random.nextBoolean()) {
        events.add(new Event(start + i, "e" + word(random), Attributes.of("k", word(random)), i));
      } else {
        events.add(
            new Event(
                start + i,
                "exception",
                Attributes.builder()
                    .put("exception.type", "E" + i)
                    .put("exception.message", word(random))
                    .put("exception.stacktrace", "E\n\tat " + i)
                    .build(),
                0));
      }
    }
    return events;
  }

  private static List<Link> links(Random random) {
    List<Link> links = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      links.add(
          new Link(
              random.nextLong(),
              random.nextLong(),
              random.nextLong(),
              word(random),
              random.nextInt(2),
              Attributes.of("why", word(random)),
              0));
    }
    return links;
  }

  private static String word(Random random) {
    return WORDS[random.nextInt(WORDS.length)];
  }
}
