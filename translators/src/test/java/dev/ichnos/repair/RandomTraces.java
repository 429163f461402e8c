package dev.ichnos.repair;

import dev.ichnos.identity.Identity;
import dev.ichnos.identity.IdentitySettings;
import dev.ichnos.identity.rule.RuleId;
import dev.ichnos.identity.rule.RuleObserver;
import dev.ichnos.identity.who.PodDirectory;
import dev.ichnos.model.Attributes;
import dev.ichnos.model.Event;
import dev.ichnos.model.Link;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanBatch;
import dev.ichnos.model.SpanFixtures;
import dev.ichnos.model.SpanKind;
import dev.ichnos.model.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Traces in which everything goes wrong at once: few ids, so that halves, retries, copies and
 * circles abound; sidecars, gateways and applications on a few pods; cut trace ids, clocks apart,
 * times left out, captured headers.
 */
final class RandomTraces {
  private static final long MILLI = 1_000_000;
  private static final String[] PROXIES = {"sidecar", "router", "waypoint"};

  private final Random random;

  RandomTraces(long seed) {
    random = new Random(seed);
  }

  /** As identity leaves it. */
  List<Span> next() {
    int ids = 2 + random.nextInt(8);
    boolean narrow = random.nextBoolean();
    boolean tidy = random.nextBoolean();
    List<Span> wire = new ArrayList<>();
    int size = 1 + random.nextInt(14);
    for (int i = 0; i < size; i++) {
      wire.add(tidy && random.nextInt(6) > 0 ? call(span(ids, narrow), i) : span(ids, narrow));
      while (random.nextInt(8) == 0) {
        Span copied = wire.get(random.nextInt(wire.size()));
        wire.add(random.nextBoolean() ? copied : richer(copied));
      }
    }
    return identified(wire);
  }

  static List<Span> identified(List<Span> wire) {
    return new Identity(IdentitySettings.of(RuleId.IDS_AND_TIMES), PodDirectory.NONE)
        .apply(new SpanBatch(wire, SpanFixtures.ORIGIN), RuleObserver.NONE)
        .spans();
  }

  /** One of a tree of calls. */
  private Span call(Span span, int number) {
    return span.toBuilder()
        .spanId(number + 1)
        .parentSpanId(number == 0 ? 0 : number - random.nextInt(Math.min(number, 2)))
        .kind(random.nextBoolean() ? SpanKind.CLIENT : SpanKind.SERVER)
        .shared(random.nextInt(8) == 0)
        .build();
  }

  private Span span(int ids, boolean narrow) {
    int pod = random.nextInt(3);
    boolean proxy = random.nextBoolean();
    long start = SpanFixtures.START + random.nextInt(20) * MILLI;
    boolean startAbsent = random.nextInt(8) == 0;
    boolean endAbsent = random.nextInt(8) == 0;
    long id = 1 + random.nextInt(ids);
    Attributes.Builder attributes = Attributes.builder();
    if (random.nextInt(4) > 0) {
      attributes.put("network.local.address", "10.0.0." + pod);
    }
    if (proxy) {
      attributes
          .put("component", "proxy")
          .put("node_id", PROXIES[pod] + "~10.0.0." + pod + "~p" + pod + ".ns~ns.svc")
          .put("upstream_cluster", "outbound|80||c" + random.nextInt(2));
    }
    Span.Builder span =
        Span.builder()
            .traceId(
                narrow && random.nextInt(3) == 0 ? 0 : SpanFixtures.TRACE_HIGH,
                SpanFixtures.TRACE_LOW)
            .spanId(id)
            .parentSpanId(random.nextInt(ids + 2))
            .name(random.nextInt(4) == 0 ? "router c egress" : "n" + random.nextInt(2))
            .kind(SpanKind.ofNumber(random.nextInt(5)))
            .startEpochNanos(startAbsent ? 0 : start)
            .startAbsent(startAbsent)
            .endEpochNanos(endAbsent ? 0 : start + random.nextInt(20) * MILLI)
            .endAbsent(endAbsent)
            .shared(random.nextInt(4) == 0)
            .attributes(attributes.build())
            .resource(SpanFixtures.service("s" + (random.nextBoolean() ? pod : 7)));
    if (random.nextInt(4) == 0) {
      span.links(
          List.of(
              new Link(
                  SpanFixtures.TRACE_HIGH,
                  SpanFixtures.TRACE_LOW,
                  1 + random.nextInt(ids),
                  "",
                  0,
                  Attributes.of("ichnos.captured_from", "b3"),
                  0)));
    }
    if (random.nextInt(8) == 0) {
      span.events(List.of(Event.of(start + MILLI, "e")));
    }
    return span.build();
  }

  private Span richer(Span span) {
    return switch (random.nextInt(3)) {
      case 0 ->
          span.toBuilder()
              .endEpochNanos(span.endAbsent() ? 0 : span.endEpochNanos() + MILLI)
              .build();
      case 1 -> span.toBuilder().status(new Status(Status.Code.ERROR, "")).build();
      default ->
          span.toBuilder()
              .attributes(span.attributes().toBuilder().put("more", random.nextInt(2)).build())
              .build();
    };
  }
}
