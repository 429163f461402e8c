package dev.ichnos.codec.datadog;

import static dev.ichnos.model.SpanFixtures.CLIENT;
import static dev.ichnos.model.SpanFixtures.SERVER;
import static dev.ichnos.model.SpanFixtures.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.model.AttributeList;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever spans hold: a strict reader reads the message, no limit is broken, sizes are exact. */
class DatadogHostileTest {
  private static final String[] TEXTS = {
    "",
    "a",
    "HTTP Method",
    "värde",
    "✓",
    "😀".repeat(80),
    "\u0000\n\"\\",
    "\ud800lone",
    "z".repeat(201),
    "é".repeat(13_000),
    "_dd.x.json",
    "http.status_code",
    "error",
    "service.name",
    "42"
  };

  private static final String[] KEYS = {
    "operation.name",
    "resource.name",
    "span.type",
    "http.method",
    "http.request.method",
    "http.status_code",
    "http.response.status_code",
    "peer.service",
    "service.peer.name",
    "component",
    "env",
    "version",
    "span.kind",
    "otel.trace_id",
    "_dd.p.tid",
    "_dd.hostname",
    "_dd.origin",
    "_top_level",
    "_dd.top_level",
    "_dd.measured",
    "_sampling_priority_v1",
    "sampling.priority",
    "events",
    "_dd.span_links",
    "error.message",
    "error.type",
    "db.system",
    "service.name",
    "service.version",
    "deployment.environment",
    "host.name",
    "k8s.pod.name",
    "http.request.header.x",
    "container.id",
    "server.address",
    "url.full",
    "rpc.method"
  };

  private final Random random = new Random(20260102);

  @Test
  void tenThousandAttributes_areAllThere() throws Exception {
    Attributes.Builder attributes = Attributes.builder();
    for (int i = 0; i < 10_000; i++) {
      if (i % 2 == 0) {
        attributes.put("text" + i, "v" + i);
      } else {
        attributes.put("number" + i, (double) i);
      }
    }
    Encoded encoded = Encoded.v04(CLIENT.toBuilder().attributes(attributes.build()).build());
    assertThat(encoded.meta()).hasSizeGreaterThan(5_000).containsEntry("text9998", "v9998");
    assertThat(encoded.metrics()).hasSizeGreaterThan(5_000).containsEntry("number9999", 9999.0);
  }

  @Test
  void valuesOfSixMebibytes_areCutInThatSpanAlone() throws Exception {
    String huge = "x".repeat(6 << 20);
    Span span =
        CLIENT.toBuilder()
            .name(huge)
            .traceState(huge)
            .status(new Status(Status.Code.ERROR, huge))
            .attributes(
                Attributes.builder()
                    .put("a", huge)
                    .put(huge, "b")
                    .put("bytes", new byte[6 << 20])
                    .put("list", AttributeList.ofStrings(List.of(huge, huge)))
                    .put("map", Attributes.of(huge, huge))
                    .build())
            .resource(Resource.of(Attributes.builder().put("service.name", huge).build()))
            .scope(new Scope(huge, huge, Attributes.EMPTY, 0, ""))
            .build();
    Encoded encoded = Encoded.v04(span, SERVER);
    assertThat(encoded.bytes.length).isLessThan(400_000);
    assertThat(encoded.report.cutFields()).isPositive();
    assertThat(encoded.span(0, 1)).containsEntry("service", "details.default");
  }

  @Test
  void sameBatch_becomesTheSameBytes() throws Exception {
    SpanBatch batch = new SpanBatch(randomSpans(60), SpanFixtures.ORIGIN);
    for (DatadogEncoder encoder : encoders()) {
      assertThat(Encoded.of(encoder, batch).bytes).isEqualTo(Encoded.of(encoder, batch).bytes);
    }
  }

  @Test
  void randomSpans_ofEveryOddity_breakNoRule() throws Exception {
    for (int i = 0; i < 150; i++) {
      SpanBatch batch = new SpanBatch(randomSpans(1 + random.nextInt(12)), SpanFixtures.ORIGIN);
      for (DatadogEncoder encoder : encoders()) {
        Encoded encoded = Encoded.of(encoder, batch); // checks sizes and the Agent's rules
        int sent = encoded.chunks().stream().mapToInt(chunk -> ((List<?>) chunk).size()).sum();
        assertThat(sent + encoded.report.droppedSpans()).isEqualTo(batch.size());
      }
    }
  }

  @Test
  void randomSpans_inMessages_areEachThereOnce() throws Exception {
    for (int i = 0; i < 50; i++) {
      List<Span> usable =
          randomSpans(12).stream().filter(span -> DatadogEncoder.isUsable(span)).toList();
      for (DatadogEncoder encoder : encoders()) {
        int sent = 0;
        for (List<Span> message : encoder.messages(usable).values()) {
          Encoded encoded = Encoded.of(encoder, new SpanBatch(message, SpanFixtures.ORIGIN));
          assertThat(encoded.report.droppedSpans()).isZero();
          sent += message.size();
        }
        assertThat(sent).isEqualTo(usable.size());
      }
    }
  }

  private static List<DatadogEncoder> encoders() {
    return List.of(
        DatadogEncoder.v04(DatadogOptions.defaults()),
        DatadogEncoder.v07(DatadogOptions.defaults()));
  }

  private List<Span> randomSpans(int count) {
    List<Span> spans = new ArrayList<>();
    List<Resource> resources =
        List.of(Resource.EMPTY, Resource.of(attributes(6)), Resource.of(attributes(30)));
    for (int i = 0; i < count; i++) {
      spans.add(
          Span.builder()
              .traceId(random.nextInt(3), random.nextInt(3))
              .spanId(random.nextInt(5))
              .parentSpanId(random.nextInt(5))
              .name(text())
              .kind(SpanKind.ofNumber(random.nextInt(6)))
              .startEpochNanos(time())
              .endEpochNanos(time())
              .attributes(attributes(20))
              .events(events())
              .links(links())
              .status(new Status(Status.Code.ofNumber(random.nextInt(3)), text()))
              .traceState(text())
              .flags(random.nextInt())
              .debug(random.nextInt(9) == 0)
              .resource(resources.get(random.nextInt(3)))
              .scope(new Scope(text(), text(), attributes(2), 0, ""))
              .build());
    }
    return spans;
  }

  private List<Event> events() {
    List<Event> events = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      String name = random.nextBoolean() ? "exception" : text();
      events.add(new Event(time(), name, attributes(4), random.nextInt()));
    }
    return events;
  }

  private List<Link> links() {
    List<Link> links = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      links.add(new Link(random.nextLong(), random.nextLong(), 5, text(), -1, attributes(4), 0));
    }
    return links;
  }

  private Attributes attributes(int most) {
    Attributes.Builder attributes = Attributes.builder();
    for (int i = random.nextInt(most + 1); i > 0; i--) {
      String key = random.nextInt(3) == 0 ? text() : KEYS[random.nextInt(KEYS.length)];
      switch (random.nextInt(9)) {
        case 0 -> attributes.put(key, random.nextLong() >> random.nextInt(64));
        case 1 -> attributes.put(key, Double.longBitsToDouble(random.nextLong()));
        case 2 -> attributes.put(key, random.nextBoolean());
        case 3 -> attributes.put(key, new byte[random.nextInt(50)]);
        case 4 -> attributes.put(key, AttributeList.ofStrings(List.of(text(), text())));
        case 5 -> attributes.put(key, SpanFixtures.everyType());
        case 6 -> attributes.putEmpty(key);
        default -> attributes.put(key, text());
      }
    }
    return attributes.build();
  }

  private long time() {
    return switch (random.nextInt(6)) {
      case 0 -> 0;
      case 1 -> random.nextLong();
      case 2 -> random.nextInt();
      default -> START + random.nextInt(1_000_000_000);
    };
  }

  private String text() {
    return TEXTS[random.nextInt(TEXTS.length)];
  }
}
