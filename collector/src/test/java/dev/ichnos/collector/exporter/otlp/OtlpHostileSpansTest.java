package dev.ichnos.collector.exporter.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.codec.DropReason;
import dev.ichnos.collector.component.Metrics;
import dev.ichnos.collector.config.JournalConfig;
import dev.ichnos.collector.config.LaneConfig;
import dev.ichnos.collector.config.OtlpExporterConfig;
import dev.ichnos.collector.config.TlsClientConfig;
import dev.ichnos.collector.journal.memory.MemoryJournal;
import dev.ichnos.collector.pipeline.Lane;
import dev.ichnos.collector.pipeline.LaneRules;
import dev.ichnos.collector.pipeline.Ledger;
import dev.ichnos.collector.testing.FakeBackend.StoredIds;
import dev.ichnos.collector.testing.FakeTempo;
import dev.ichnos.collector.transport.GrpcChannels;
import dev.ichnos.model.Attributes;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanFixtures;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Odd spans among good ones, through a real lane to a strict Tempo: what OTLP can say is stored,
 * what Tempo refuses is dropped alone, with a reason.
 */
class OtlpHostileSpansTest {
  private static final int GOOD = 500;

  private final GrpcChannels channels = new GrpcChannels();
  private final List<Span> spans = new ArrayList<>();
  private FakeTempo tempo;

  @BeforeEach
  void start() throws IOException {
    tempo = FakeTempo.start();
    for (int i = 0; i < GOOD; i++) {
      add(span -> span);
    }
  }

  @AfterEach
  void stop() {
    channels.close();
    tempo.close();
  }

  @Test
  void oddTextTimesAndCounts_areStored() throws Exception {
    for (String text : List.of("", "\0", "é✓😀", "\ud800", "x\udc00", "a".repeat(100_000))) {
      add(span -> span.name(text));
      add(span -> span.attributes(Attributes.of(text, text)));
    }
    Attributes.Builder many = Attributes.builder();
    for (int i = 0; i < 10_000; i++) {
      many.put("key." + i, i);
    }
    Attributes attributes = many.build();
    add(span -> span.attributes(attributes));
    add(span -> span.startEpochNanos(1).endEpochNanos(2));
    add(span -> span.startEpochNanos(Long.MAX_VALUE).endEpochNanos(1));

    Ledger.Account account = sendAll();

    assertThat(account.sent()).isEqualTo(spans.size());
    assertStored(spans);
  }

  @Test
  void spansThatTempoRefuses_areDroppedAlone() throws Exception {
    List<Span> good = List.copyOf(spans);
    spans.add(SpanFixtures.CLIENT.toBuilder().spanId(0).build());
    add(span -> span.attributes(Attributes.of("body", "x".repeat(6 << 20))));

    Ledger.Account account = sendAll();

    assertThat(account.sent()).isEqualTo(GOOD);
    assertThat(account.dropped())
        .containsEntry(DropReason.REFUSED_BY_BACKEND, 1L)
        .containsEntry(DropReason.TOO_LARGE, 1L);
    assertStored(good);
  }

  private void assertStored(List<Span> expected) {
    assertThat(tempo.storedIds())
        .extracting(StoredIds::spanId)
        .containsExactlyInAnyOrderElementsOf(expected.stream().map(Span::spanId).toList());
    assertThat(tempo.violations()).isEmpty();
  }

  private Ledger.Account sendAll() throws Exception {
    Collections.shuffle(spans, new Random(4));
    Metrics metrics = new Metrics();
    OtlpExporter exporter =
        new OtlpExporter(
            OtlpExporterConfig.defaults("otlp", tempo.grpcEndpoint(), TlsClientConfig.plaintext()),
            channels,
            metrics);
    exporter.start();
    MemoryJournal journal = new MemoryJournal(JournalConfig.defaults(), metrics);
    Lane lane =
        new Lane(
            exporter,
            journal.reader(exporter.name()),
            LaneConfig.defaults(),
            LaneRules.of(Set.of(SpanFixtures.ORIGIN.receiver())),
            metrics);
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
}
