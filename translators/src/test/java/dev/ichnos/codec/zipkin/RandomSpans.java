package dev.ichnos.codec.zipkin;

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

/** Random spans as any sender may send them, in terms that Zipkin does and does not have. */
final class RandomSpans {
  private static final String[] KEYS = {
    "a",
    "error",
    "peer.service",
    "network.local.address",
    "network.local.port",
    "zipkin.local.ipv6",
    "network.peer.address",
    "network.peer.port",
    "zipkin.remote.ipv6",
    "zipkin.duration_nanos",
    "ichnos.absent_time",
    "server.address",
    "db.name",
    "otel.status_code",
    "service.name",
    "otel.scope.name",
    "ключ \"😀\"\n"
  };
  private static final String[] TEXTS = {
    "",
    "a",
    "false",
    "true",
    "10.0.0.1",
    "2001:db8::1",
    "::",
    "start",
    "end",
    "start,end",
    "ERROR",
    "q\"\\\b\f\n\r\t\u0000\u001f\u007f",
    "ä\u07ff\u0800\uffff",
    "😀\u2028",
    "/x",
    "y".repeat(9000)
  };

  private RandomSpans() {}

  static Span next(Random random) {
    Span.Builder span =
        Span.builder()
            .traceId(random.nextBoolean() ? random.nextLong() : 0, random.nextLong() | 1)
            .spanId(random.nextLong() | 1)
            .parentSpanId(random.nextBoolean() ? random.nextLong() : 0)
            .kind(SpanKind.values()[random.nextInt(SpanKind.values().length)])
            .name(text(random))
            .startEpochNanos(time(random))
            .startAbsent(random.nextInt(4) == 0)
            .endEpochNanos(time(random))
            .endAbsent(random.nextInt(4) == 0)
            .status(
                new Status(
                    Status.Code.values()[random.nextInt(Status.Code.values().length)],
                    text(random)))
            .debug(random.nextBoolean())
            .shared(random.nextBoolean())
            .traceState(text(random))
            .droppedAttributesCount(random.nextBoolean() ? 0 : random.nextInt())
            .attributes(attributes(random))
            .resource(Resource.of(attributes(random)))
            .scope(new Scope(text(random), text(random), attributes(random), 0, ""));
    List<Event> events = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      Attributes attributes = random.nextBoolean() ? Attributes.EMPTY : attributes(random);
      events.add(new Event(time(random), text(random), attributes, 0));
    }
    if (random.nextBoolean()) {
      span.links(List.of(new Link(0, 7, 8, "", 0, Attributes.EMPTY, 0)));
    }
    return span.events(events).build();
  }

  private static Attributes attributes(Random random) {
    Attributes.Builder attributes = Attributes.builder();
    for (int i = random.nextInt(12); i > 0; i--) {
      String key = KEYS[random.nextInt(KEYS.length)];
      switch (random.nextInt(8)) {
        case 0 -> attributes.put(key, random.nextBoolean());
        case 1 -> attributes.put(key, random.nextLong(-2, 70_000));
        case 2 -> attributes.put(key, random.nextDouble());
        case 3 -> attributes.put(key, SpanFixtures.everyType());
        default -> attributes.put(key, text(random));
      }
    }
    for (int i = random.nextInt(5) == 0 ? 60 : 0; i > 0; i--) {
      attributes.put("k" + i, text(random));
    }
    return attributes.build();
  }

  private static long time(Random random) {
    return switch (random.nextInt(5)) {
      case 0 -> 0;
      case 1 -> random.nextInt(3000);
      case 2 -> Long.MAX_VALUE - random.nextInt(3000);
      default -> SpanFixtures.START + random.nextInt();
    };
  }

  private static String text(Random random) {
    return TEXTS[random.nextInt(random.nextInt(20) == 0 ? TEXTS.length : TEXTS.length - 1)];
  }
}
