package dev.ichnos.collector.exporter.datadog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.codec.DropReason;
import dev.ichnos.collector.config.DatadogExporterConfig.TraceApi;
import dev.ichnos.collector.pipeline.Ledger;
import dev.ichnos.collector.testing.FakeBackend.StoredIds;
import dev.ichnos.collector.testing.FakeDatadogAgent;
import dev.ichnos.model.AttributeList;
import dev.ichnos.model.Attributes;
import dev.ichnos.model.Event;
import dev.ichnos.model.Link;
import dev.ichnos.model.Resource;
import dev.ichnos.model.Scope;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanFixtures;
import dev.ichnos.model.Status;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Spans at and past every limit of an Agent, among good ones, through a real lane: all that can be
 * sent is stored, and as we wrote it; what cannot is dropped with a reason; no message is refused.
 */
class DatadogHostileSpansTest {
  private static final int GOOD = 500;
  private static final List<String> CHARACTERS =
      List.of("a", "A", "é", "✓", "😀", "\ud800", "\udc00", "\0", "_", ".", "7", " ");

  private final List<Span> spans = new ArrayList<>();
  private FakeDatadogAgent agent;

  @BeforeEach
  void start() throws IOException {
    agent = FakeDatadogAgent.start();
    for (int i = 0; i < GOOD; i++) {
      add(span -> span);
    }
  }

  @AfterEach
  void stop() {
    agent.close();
  }

  @ParameterizedTest
  @EnumSource
  void limitsOfNames_areMended(TraceApi api) throws Exception {
    for (String character : CHARACTERS) {
      for (int size : List.of(0, 1, 33, 34, 50, 99, 100, 101, 200, 201, 401)) {
        String text = character.repeat(size);
        add(span -> span.resource(SpanFixtures.service(text)));
        add(span -> span.attributes(Attributes.of("operation.name", text)));
        add(span -> span.attributes(Attributes.of("peer.service", text)));
        add(span -> span.attributes(Attributes.of("span.type", text)));
        add(span -> span.attributes(Attributes.of("http.status_code", text)));
        add(span -> span.attributes(Attributes.of(text, "value")));
        add(span -> span.attributes(Attributes.builder().put(text, 1.5).build()));
        add(
            span ->
                span.traceId(1, number())
                    .resource(
                        Resource.of(
                            Attributes.builder()
                                .put("service.name", "x")
                                .put("service.version", text)
                                .put("deployment.environment.name", text)
                                .put("k8s.node.name", text)
                                .put("k8s.pod.name", text)
                                .put("container.id", text)
                                .build())));
      }
    }

    assertAllStored(api);
  }

  @ParameterizedTest
  @EnumSource
  void limitsOfText_areMended(TraceApi api) throws Exception {
    for (String character : CHARACTERS) {
      for (int bytes : List.of(4_999, 5_000, 5_001, 24_999, 25_000, 25_001)) {
        String text = character.repeat(bytes / (character.equals("😀") ? 4 : 1));
        add(span -> span.name(text));
        add(span -> span.attributes(Attributes.of("note", text)));
        add(span -> span.events(List.of(Event.of(SpanFixtures.START, text))));
        add(span -> span.status(new Status(Status.Code.ERROR, text)));
      }
    }

    assertAllStored(api);
  }

  @ParameterizedTest
  @EnumSource
  void hugeSpans_areMended(TraceApi api) throws Exception {
    String huge = "x".repeat(6 << 20);
    add(span -> span.name(huge));
    add(span -> span.attributes(Attributes.of("a", huge)));
    add(span -> span.attributes(Attributes.of(huge, "b")));
    add(span -> span.attributes(Attributes.builder().put("raw", new byte[6 << 20]).build()));
    add(span -> span.attributes(Attributes.builder().put("list", list(huge)).build()));
    add(span -> span.resource(SpanFixtures.service(huge)));
    add(span -> span.scope(new Scope(huge, huge, Attributes.EMPTY, 0, "")));
    for (int count : List.of(127, 128, 129, 10_000)) {
      add(span -> span.attributes(attributes(count)));
      add(span -> span.events(Collections.nCopies(count, Event.of(SpanFixtures.START, "e"))));
      add(span -> span.links(Collections.nCopies(count, link(attributes(5)))));
    }

    assertAllStored(api);
  }

  @ParameterizedTest
  @EnumSource
  void oddTimesAndIds_areMended(TraceApi api) throws Exception {
    long year2000 = 946_684_800_000_000_000L;
    for (long start :
        List.of(0L, 1L, -1L, Long.MIN_VALUE, year2000 - 1, year2000, Long.MAX_VALUE)) {
      for (long end : List.of(0L, 1L, -5L, SpanFixtures.START, Long.MAX_VALUE, Long.MIN_VALUE)) {
        add(span -> span.startEpochNanos(start).endEpochNanos(end));
      }
    }
    add(span -> span.endEpochNanos(SpanFixtures.START - 1)); // a negative duration
    add(span -> span.parentSpanId(-1));
    add(span -> span.traceId(0, -1));
    add(span -> span.traceId(-1, 5));
    add(span -> span.traceId(-2, 5)); // another trace of the same lower half
    add(span -> span.traceId(1, number()).parentSpanId(number())); // all the same
    add(span -> span.attributes(Attributes.builder().put("sampling.priority", 1L << 40).build()));
    add(span -> span.attributes(Attributes.of("_dd.p.tid", "zz")));
    add(span -> span.links(List.of(link(Attributes.EMPTY))));

    assertAllStored(api);
  }

  @ParameterizedTest
  @EnumSource
  void spansThatCannotBeSent_areDroppedAlone(TraceApi api) throws Exception {
    add(span -> span.traceId(0, 0));
    add(span -> span.traceId(7, 0));
    add(span -> span.spanId(0));

    Ledger.Account account = new DatadogBed(api).throughLane(agent, spans);

    assertThat(account.sent()).isEqualTo(GOOD);
    assertThat(account.dropped(DropReason.NOT_ENCODABLE)).isEqualTo(3);
    assertThat(agent.stored()).hasSize(GOOD);
    assertThat(agent.droppedChunks()).isEmpty();
  }

  private void assertAllStored(TraceApi api) throws Exception {
    Collections.shuffle(spans, new Random(4));

    Ledger.Account account = new DatadogBed(api).throughLane(agent, spans);

    assertThat(agent.droppedChunks()).isEmpty();
    assertThat(agent.violations()).isEmpty();
    assertThat(account.sent()).isEqualTo(spans.size());
    assertThat(agent.storedIds())
        .extracting(StoredIds::spanId)
        .containsExactlyInAnyOrderElementsOf(spans.stream().map(Span::spanId).toList());
  }

  private void add(UnaryOperator<Span.Builder> oddity) {
    int number = number();
    spans.add(oddity.apply(DatadogExporterContract.span(1_000_000 + number % 40, number)).build());
  }

  /** Of the next span, and of a trace that is its own. */
  private int number() {
    return spans.size() + 1;
  }

  private static AttributeList list(String huge) {
    return AttributeList.ofStrings(List.of(huge, huge));
  }

  private static Attributes attributes(int count) {
    Attributes.Builder attributes = Attributes.builder();
    for (int i = 0; i < count; i++) {
      attributes.put("key." + i, "value " + i);
    }
    return attributes.build();
  }

  private static Link link(Attributes attributes) {
    return new Link(1, 2, 3, "", 0, attributes, 0);
  }
}
