package dev.ichnos.codec.cloudtrace;

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

/**
 * Random spans that Cloud Trace can say whole: within its limits, of its three types, attributes in
 * the order of {@link AttributeTable}, and with everything stated that the encoder would derive.
 */
final class SpansOfCloudTrace {
  private static final String STACK =
      "\tat shop.Cart.buy(Cart.java:42)\n\tat main(app.js:7:3)\nCaused by: shop.Full: cart\n"
          + "\tat shop.Cart.add(Cart.java:17)\n\tat native()";

  private final Random random;

  SpansOfCloudTrace(Random random) {
    this.random = random;
  }

  Span next() {
    long start = SpanFixtures.START + random.nextInt(2_000_000_000);
    long parent = random.nextBoolean() ? 0 : random.nextLong() | 1;
    List<Event> events = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      events.add(event(start));
    }
    if (random.nextInt(4) == 0) {
      events.add(exception(start, STACK));
    }
    List<Link> links = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      String traceState = random.nextBoolean() ? "" : "a=" + random.nextInt(9);
      long high = random.nextBoolean() ? 0 : random.nextLong();
      links.add(
          new Link(high, random.nextLong() | 1, random.nextLong() | 1, traceState, 0, few(), 0));
    }
    SpanKind kind = SpanKind.ofNumber(random.nextInt(6));
    return Span.builder()
        .traceId(random.nextBoolean() ? 0 : random.nextLong(), random.nextLong() | 1)
        .spanId(random.nextLong())
        .parentSpanId(parent)
        .name("värde " + random.nextInt(100))
        .kind(kind)
        .startEpochNanos(start)
        .endEpochNanos(start + random.nextInt(1_500_000_000))
        .attributes(attributes())
        .droppedAttributesCount(count())
        .events(events)
        .droppedEventsCount(count())
        .links(links)
        .droppedLinksCount(count())
        .status(status())
        .traceState(random.nextBoolean() ? "" : "vendor=" + random.nextInt(9))
        .flags(parent == 0 ? 0 : random.nextBoolean() ? 0x100 : 0x300)
        .resource(Resource.of(resource()))
        .scope(
            random.nextBoolean() ? Scope.EMPTY : new Scope("lib", "1.2", Attributes.EMPTY, 0, ""))
        .build();
  }

  private Attributes attributes() {
    Attributes.Builder attributes = Attributes.builder();
    if (random.nextBoolean()) {
      attributes.put("http.request.method", any("GET", "POST"));
      attributes.put("http.response.status_code", 500);
      attributes.put("url.full", "http://shop:8080/cart?x=1");
      attributes.put("url.path", "/cart");
      attributes.put("http.host", any("shop:8080", "other"));
      attributes.put("http.route", "/cart");
      attributes.put("user_agent.original", "curl");
      attributes.put("http.protocol", "HTTP/2");
      attributes.put("http.request.body.size", random.nextInt(100));
      attributes.put("http.response.body.size", random.nextLong());
    }
    if (random.nextBoolean()) {
      attributes.put("peer.service", "details");
      attributes.put("upstream_cluster", "inbound|9080||");
      attributes.put("istio.namespace", "shop");
    }
    if (random.nextBoolean()) {
      attributes.put("rpc.grpc.status_code", 13);
    }
    return attributes.putAll(few()).build();
  }

  private Attributes few() {
    Attributes.Builder attributes = Attributes.builder();
    for (int i = random.nextInt(4); i > 0; i--) {
      String key = "custom." + random.nextInt(100);
      switch (random.nextInt(4)) {
        case 0 -> attributes.put(key, random.nextBoolean());
        case 1 -> attributes.put(key, random.nextLong());
        default -> attributes.put(key, any("", "😀 \"x\"\n", "z".repeat(256)));
      }
    }
    return attributes.build();
  }

  /** In the order in which the encoder writes what has a place, and then what has none. */
  private Attributes resource() {
    Attributes.Builder resource = Attributes.builder();
    if (random.nextBoolean()) {
      resource.put("service.name", "cart").put("service.namespace", "shop");
    }
    resource.put("g.co/agent", any("ichnos", "opentelemetry-go 1.30.0; exporter 1"));
    switch (random.nextInt(4)) {
      case 0 ->
          resource
              .put("cloud.region", "europe-west1")
              .put("k8s.cluster.name", "prod")
              .put("k8s.namespace.name", "shop")
              .put("k8s.pod.name", "cart-0")
              .put("k8s.container.name", "cart");
      case 1 ->
          resource
              .put("cloud.availability_zone", "europe-west1-b")
              .put("k8s.cluster.name", "prod")
              .put("k8s.namespace.name", "shop")
              .put("k8s.pod.name", "cart-0");
      default -> {}
    }
    resource.put("service.version", "7").put("host.name", "node-1").put("os.type", "linux");
    if (resource.build().string("g.co/agent").startsWith("opentelemetry-")) {
      resource.put("telemetry.sdk.name", "opentelemetry").put("telemetry.sdk.language", "go");
      resource.put("telemetry.sdk.version", "1.30.0");
    }
    return resource.put("gcp.project_id", CloudTraceBed.PROJECT).build();
  }

  private Event event(long start) {
    long time = start + random.nextInt(1000);
    return switch (random.nextInt(4)) {
      case 0 ->
          new Event(
              time,
              "rpc.message",
              Attributes.builder()
                  .put("rpc.message.type", any("SENT", "RECEIVED"))
                  .put("rpc.message.id", 1 + random.nextInt(9))
                  .put("rpc.message.compressed_size", 1L << random.nextInt(40))
                  .build(),
              0);
      case 1 -> exception(time, "");
      default -> new Event(time, any("a", "", "cache.miss"), few(), count());
    };
  }

  private static Event exception(long time, String stack) {
    Attributes.Builder attributes =
        Attributes.builder()
            .put("exception.type", "shop.Full")
            .put("exception.message", "the cart is full")
            .put("shop.items", 99);
    if (!stack.isEmpty()) {
      attributes.put("exception.stacktrace", stack);
    }
    return new Event(time, "exception", attributes.build(), 0);
  }

  private Status status() {
    return switch (random.nextInt(3)) {
      case 0 -> Status.UNSET;
      case 1 -> new Status(Status.Code.OK, "");
      default -> new Status(Status.Code.ERROR, "it broke");
    };
  }

  private String any(String... of) {
    return of[random.nextInt(of.length)];
  }

  private int count() {
    return random.nextInt(3) == 0 ? random.nextInt(1000) : 0;
  }
}
