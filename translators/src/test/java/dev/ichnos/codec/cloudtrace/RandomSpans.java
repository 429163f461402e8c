package dev.ichnos.codec.cloudtrace;

import dev.ichnos.model.AttributeList;
import dev.ichnos.model.Attributes;
import dev.ichnos.model.Event;
import dev.ichnos.model.Link;
import dev.ichnos.model.Resource;
import dev.ichnos.model.Scope;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanFixtures;
import dev.ichnos.model.SpanKind;
import dev.ichnos.model.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Random admissible spans, made of what the mapping treats specially and of what it does not. */
final class RandomSpans {
  private static final String[] KEYS = {
    "http.method",
    "http.request.method",
    "/http/method",
    "http.status_code",
    "http.response.status_code",
    "http.url",
    "url.full",
    "url.path",
    "http.target",
    "http.host",
    "http.route",
    "user_agent",
    "user_agent.original",
    "http.protocol",
    "http.flavor",
    "network.protocol.version",
    "server.address",
    "request_size",
    "http.request.body.size",
    "response_size",
    "component",
    "service.name",
    "service.namespace",
    "peer.service",
    "service.peer.name",
    "upstream_cluster",
    "upstream_cluster.name",
    "response_flags",
    "guid:x-request-id",
    "peer.address",
    "istio.canonical_service",
    "istio.canonical_revision",
    "istio.namespace",
    "istio.mesh_id",
    "istio.cluster_id",
    "rpc.grpc.status_code",
    "grpc.status_code",
    "error.type",
    "otel.scope.name",
    "w3c.tracestate",
    "otel.dropped_keys",
    "g.co/r/k8s_pod/pod_name",
    "node_id",
    "zone",
    "",
    "é".repeat(64),
    "é".repeat(64) + "x"
  };

  private static final String[] TEXTS = {
    "",
    "a",
    "GET",
    "200",
    "503",
    "14",
    "0",
    "-",
    "-7",
    "proxy",
    "värde ✓",
    "😀".repeat(64),
    "😀".repeat(64) + "x",
    "x" + "😀".repeat(64),
    "\"quoted\"\n\\\u0001",
    "z".repeat(256),
    "z".repeat(257),
    "é".repeat(2000),
    "http://reviews:9080/reviews/0?a=b#c",
    "https://user:secret@host",
    "http://",
    "://x",
    "not a url",
    "1.1",
    "2",
    "http://h/" + "p".repeat(244) + "%E2%9C%93",
    "http://h/" + "p".repeat(245) + "%E2%9C%93",
    "http://h/" + "p".repeat(246) + "%E2%9C%93"
  };

  private static final String[] RESOURCE_KEYS = {
    "service.name", "service.namespace", "k8s.cluster.name", "k8s.namespace.name", "k8s.pod.name",
    "k8s.container.name", "k8s.node.name", "cloud.region", "cloud.availability_zone", "host.id",
    "gcp.project.id", "istio.namespace", "zone", "node_id", "os.type"
  };

  private static final String[] RESOURCE_TEXTS = {"a", "test-project", "värde", "r".repeat(300)};

  private static final String JAVA_STACK =
      "java.lang.IllegalStateException: no\n"
          + "\tat dev.example.Shop.buy(Shop.java:42)\n"
          + "\tat java.base/java.lang.Thread.run(Thread.java:840)\n";

  private final Random random;

  RandomSpans(long seed) {
    random = new Random(seed);
  }

  Span next() {
    long start = SpanFixtures.START + random.nextInt(2_000_000_000);
    Span.Builder span =
        Span.builder()
            .traceId(random.nextBoolean() ? 0 : random.nextLong(), random.nextLong() | 1)
            .spanId(random.nextLong() | 1)
            .parentSpanId(random.nextBoolean() ? 0 : random.nextLong() | 1)
            .name(text())
            .kind(SpanKind.ofNumber(random.nextInt(6)))
            .startEpochNanos(start)
            .endEpochNanos(start + random.nextInt(3) * 1_500_000_000L)
            .attributes(attributes(KEYS, random.nextInt(random.nextInt(4) == 0 ? 80 : 30), 2))
            .status(new Status(Status.Code.ofNumber(random.nextInt(3)), text()))
            .traceState(random.nextInt(3) == 0 ? text() : "")
            .flags(random.nextInt(4) << 8)
            .droppedAttributesCount(count())
            .droppedEventsCount(count())
            .droppedLinksCount(count())
            .resource(Resource.of(resource()));
    if (random.nextInt(3) == 0) {
      span.scope(new Scope(text(), text(), attributes(KEYS, 3, 0), 0, ""));
    }
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < random.nextInt(random.nextInt(8) == 0 ? 70 : 4); i++) {
      events.add(event(start));
    }
    List<Link> links = new ArrayList<>();
    for (int i = 0; i < random.nextInt(random.nextInt(8) == 0 ? 140 : 4); i++) {
      links.add(
          new Link(
              random.nextInt(2),
              random.nextInt(2),
              random.nextInt(3),
              random.nextInt(3) == 0 ? text() : "",
              0,
              attributes(KEYS, random.nextInt(random.nextInt(10) == 0 ? 50 : 4), 1),
              count()));
    }
    return span.events(events).links(links).build();
  }

  private Event event(long start) {
    long time =
        switch (random.nextInt(5)) {
          case 0 -> 0;
          case 1 -> start - 400L * 86_400_000_000_000L;
          case 2 -> Long.MAX_VALUE;
          default -> start + random.nextInt(1000);
        };
    if (random.nextInt(3) > 0) {
      return new Event(time, text(), attributes(KEYS, random.nextInt(7), 1), count());
    }
    Attributes.Builder exception = attributes(KEYS, random.nextInt(4), 1).toBuilder();
    if (random.nextBoolean()) {
      exception.put("exception.type", text()).put("exception.message", text());
    }
    String[] stacks = {"", "no stack at all", JAVA_STACK, "s".repeat(300)};
    exception.put("exception.stacktrace", stacks[random.nextInt(stacks.length)]);
    return new Event(time, "exception", exception.build(), count());
  }

  private Attributes resource() {
    Attributes.Builder resource = Attributes.builder();
    for (int i = random.nextInt(12); i > 0; i--) {
      resource.put(any(RESOURCE_KEYS), any(RESOURCE_TEXTS));
    }
    if (random.nextInt(3) == 0) {
      resource
          .put("telemetry.sdk.name", "opentelemetry")
          .put("telemetry.sdk.language", "java")
          .put("telemetry.sdk.version", "1.65.0");
    }
    return resource.build();
  }

  private Attributes attributes(String[] keys, int size, int depth) {
    Attributes.Builder attributes = Attributes.builder();
    for (int i = 0; i < size; i++) {
      String key = random.nextInt(3) == 0 ? "custom." + random.nextInt(60) : any(keys);
      switch (random.nextInt(depth > 0 ? 12 : 10)) {
        case 0 -> attributes.put(key, random.nextBoolean());
        case 1 -> attributes.put(key, random.nextLong() >> random.nextInt(64));
        case 2 -> attributes.put(key, random.nextInt(3) * 100.5);
        case 3 -> attributes.put(key, Double.POSITIVE_INFINITY);
        case 4 -> attributes.put(key, new byte[random.nextInt(220)]);
        case 5 -> attributes.putEmpty(key);
        case 10 -> attributes.put(key, list(depth - 1));
        case 11 -> attributes.put(key, attributes(keys, random.nextInt(5), depth - 1));
        default -> attributes.put(key, text());
      }
    }
    return attributes.build();
  }

  private AttributeList list(int depth) {
    AttributeList.Builder list = AttributeList.builder();
    for (int i = random.nextInt(6); i > 0; i--) {
      list.add(text()).add(random.nextInt()).add(random.nextDouble()).addEmpty();
      list.add(attributes(KEYS, 2, depth)).add(new byte[] {1, 2}).add(Double.NaN);
    }
    return list.build();
  }

  private String text() {
    return any(TEXTS);
  }

  private String any(String[] of) {
    return of[random.nextInt(of.length)];
  }

  private int count() {
    return random.nextInt(3) == 0 ? random.nextInt() >> random.nextInt(32) : 0;
  }
}
