package dev.ichnos.collector.exporter.googlecloud;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.codec.DropReason;
import dev.ichnos.collector.component.Metrics;
import dev.ichnos.collector.config.GoogleCloudExporterConfig;
import dev.ichnos.collector.config.JournalConfig;
import dev.ichnos.collector.journal.memory.MemoryJournal;
import dev.ichnos.collector.pipeline.Lane;
import dev.ichnos.collector.pipeline.LaneRules;
import dev.ichnos.collector.pipeline.Ledger;
import dev.ichnos.collector.testing.FakeBackend.StoredIds;
import dev.ichnos.collector.testing.FakeCloudTrace;
import dev.ichnos.collector.transport.GrpcChannels;
import dev.ichnos.model.Attributes;
import dev.ichnos.model.Event;
import dev.ichnos.model.Link;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanFixtures;
import dev.ichnos.model.Status;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Spans at and past every limit of Cloud Trace, among good ones, through a real lane: all that can
 * be sent is stored, what cannot is dropped with a reason, and no request is ever refused.
 */
class HostileSpansTest {
  private static final long DAY = Duration.ofDays(1).toNanos();
  private static final int GOOD = 500;

  private final GrpcChannels channels = new GrpcChannels();
  private final List<Span> spans = new ArrayList<>();
  private FakeCloudTrace cloudTrace;

  @BeforeEach
  void start() throws IOException {
    cloudTrace = FakeCloudTrace.start(GoogleCloudBed.CLOCK);
    for (int i = 0; i < GOOD; i++) {
      add(span -> span);
    }
  }

  @AfterEach
  void stop() {
    channels.close();
    cloudTrace.close();
  }

  @Test
  void limitsOfText_areMended() throws Exception {
    for (String character : List.of("a", "é", "✓", "😀", "\ud800", "\udc00", "\0")) {
      for (int bytes : List.of(127, 128, 129, 255, 256, 257, 1_023, 1_025, 70_000)) {
        String text = character.repeat(bytes);
        add(span -> span.name(text));
        add(span -> span.attributes(Attributes.of(text, "value")));
        add(span -> span.attributes(Attributes.of("http.url", "http://host/" + text)));
        add(span -> span.events(List.of(Event.of(SpanFixtures.START, text))));
        add(span -> span.status(new Status(Status.Code.ERROR, text)));
      }
    }
    add(span -> span.name(""));
    add(span -> span.attributes(Attributes.of("", "empty key")));
    add(span -> span.attributes(Attributes.of("stack", "x".repeat(6 << 20))));

    assertAllStored();
  }

  @Test
  void limitsOfCounts_areMended() throws Exception {
    for (int count : List.of(3, 4, 5, 31, 32, 33, 127, 128, 129, 10_000)) {
      add(span -> span.attributes(attributes(count)));
      add(span -> span.events(Collections.nCopies(count, Event.of(SpanFixtures.START, "e"))));
      add(
          span ->
              span.events(
                  List.of(new Event(SpanFixtures.START, "exception", attributes(count), 7))));
      add(span -> span.links(Collections.nCopies(count, link(1, attributes(Math.min(count, 33))))));
      add(span -> span.droppedAttributesCount(Integer.MAX_VALUE).attributes(attributes(count)));
      add(
          span ->
              span.events(
                  List.of(
                      new Event(
                          SpanFixtures.START,
                          "exception",
                          Attributes.of(
                              "exception.stacktrace",
                              "java.lang.X\n" + "\tat a.B.c(B.java:1)\n".repeat(count)),
                          0))));
    }

    assertAllStored();
  }

  @Test
  void oddTimesAndIds_areMended() throws Exception {
    long now = GoogleCloudBed.CLOCK.epochNanos();
    long margin = Duration.ofHours(2).toNanos();
    add(span -> span.startEpochNanos(now - 14 * DAY + margin));
    add(span -> span.endEpochNanos(now + 3 * DAY - margin));
    add(span -> span.endEpochNanos(SpanFixtures.START));
    add(span -> span.events(List.of(Event.of(0, "no time"), Event.of(1, "1970"))));
    add(span -> span.events(List.of(Event.of(now + 400 * DAY, "far ahead"))));
    add(span -> span.events(List.of(Event.of(now - 400 * DAY, "long ago"))));
    add(span -> span.links(List.of(link(0, Attributes.EMPTY))));
    add(span -> span.parentSpanId(-1));

    assertAllStored();
  }

  @Test
  void spansThatCannotBeSent_areDroppedAlone() throws Exception {
    long now = GoogleCloudBed.CLOCK.epochNanos();
    int before = spans.size();
    add(span -> span.traceId(0, 0));
    add(span -> span.spanId(0));
    add(span -> span.startEpochNanos(0));
    add(span -> span.endEpochNanos(0));
    add(span -> span.startEpochNanos(1).endEpochNanos(2));
    add(span -> span.endEpochNanos(SpanFixtures.START - 1));
    add(span -> span.startEpochNanos(now - 14 * DAY - 1));
    add(span -> span.endEpochNanos(now + 3 * DAY + 1));
    add(span -> span.endEpochNanos(Long.MAX_VALUE));
    add(span -> span.startEpochNanos(Long.MIN_VALUE));
    int bad = spans.size() - before;

    Ledger.Account account = sendAll();

    assertThat(account.sent()).isEqualTo(GOOD);
    assertThat(account.dropped(DropReason.NOT_ENCODABLE)).isEqualTo(bad);
    assertThat(cloudTrace.stored()).hasSize(GOOD);
    assertThat(cloudTrace.refusals()).isEmpty();
  }

  private void assertAllStored() throws Exception {
    Ledger.Account account = sendAll();

    assertThat(cloudTrace.refusals()).isEmpty();
    assertThat(account.sent()).isEqualTo(spans.size());
    assertThat(cloudTrace.storedIds())
        .extracting(StoredIds::spanId)
        .containsExactlyInAnyOrderElementsOf(spans.stream().map(Span::spanId).toList());
    assertThat(cloudTrace.violations()).isEmpty();
  }

  private Ledger.Account sendAll() throws Exception {
    Collections.shuffle(spans, new java.util.Random(4));
    GoogleCloudExporter exporter = new GoogleCloudBed().towards(cloudTrace.endpoint(), channels);
    exporter.start();
    Metrics counts = new Metrics();
    MemoryJournal journal = new MemoryJournal(JournalConfig.defaults(), counts);
    Lane lane =
        new Lane(
            exporter,
            journal.reader(exporter.name()),
            GoogleCloudExporterConfig.laneDefaults(),
            LaneRules.of(Set.of(SpanFixtures.ORIGIN.receiver())),
            counts);
    journal.start();
    lane.start();
    journal
        .append(SpanFixtures.batch(spans.toArray(Span[]::new)))
        .toCompletableFuture()
        .get(10, TimeUnit.SECONDS);
    lane.close(Duration.ofSeconds(30));
    exporter.close(Duration.ofSeconds(1));
    journal.close(Duration.ZERO);
    assertThat(lane.drained()).isTrue();
    return lane.account();
  }

  private void add(UnaryOperator<Span.Builder> oddity) {
    spans.add(oddity.apply(SpanFixtures.CLIENT.toBuilder().spanId(spans.size() + 1)).build());
  }

  private static Attributes attributes(int count) {
    Attributes.Builder attributes = Attributes.builder();
    for (int i = 0; i < count; i++) {
      attributes.put("key." + i, "value " + i);
    }
    return attributes.build();
  }

  private static Link link(long spanId, Attributes attributes) {
    return new Link(1, 2, spanId, "", 0, attributes, 0);
  }
}
