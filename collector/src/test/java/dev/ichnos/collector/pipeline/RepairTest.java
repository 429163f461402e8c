package dev.ichnos.collector.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.collector.config.DataSize;
import dev.ichnos.collector.config.WindowConfig;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanFixtures;
import dev.ichnos.model.SpanKind;
import dev.ichnos.repair.RepairSettings;
import dev.ichnos.repair.TraceRepair;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RepairTest {
  @Test
  void of_traceInTwoMessages_rulesSeeItWholeAndAreCounted() {
    LaneBed bed =
        new LaneBed(
            LaneBed.config(WindowConfig.defaults(), 2_000, 4),
            DataSize.ofMebibytes(64),
            new LaneRules(
                Set.of("test"),
                Repair.of(new TraceRepair(RepairSettings.defaults())),
                Sampler.KEEP_ALL));
    Span client = SpanFixtures.CLIENT;
    Span serverOfSameId =
        SpanFixtures.SERVER.toBuilder()
            .spanId(client.spanId())
            .parentSpanId(client.parentSpanId())
            .kind(SpanKind.SERVER)
            .build();
    bed.append(TestSpans.batch(client));
    bed.append(TestSpans.batch(serverOfSameId));

    bed.settle();
    bed.advanceAndSettle(Duration.ofSeconds(6));

    assertThat(bed.exporter.delivered())
        .extracting(Span::spanId)
        .doesNotHaveDuplicates()
        .hasSize(2);
    assertThat(bed.loop.ledger().changed()).isEqualTo(Map.of("shared_span_unflagged", 1L));
    assertThat(bed.account().sent()).isEqualTo(2);
  }

  @Test
  void spelling_isTheLastThingBeforeTheBackend() {
    LaneBed bed =
        new LaneBed(
            LaneBed.config(WindowConfig.defaults(), 2_000, 4),
            DataSize.ofMebibytes(64),
            new LaneRules(
                Set.of("test"),
                Repair.NONE,
                Sampler.KEEP_ALL,
                span -> span.toBuilder().name("spelled " + span.name()).build()));
    bed.append(TestSpans.batch(SpanFixtures.CLIENT, SpanFixtures.SERVER));

    bed.settle();
    bed.advanceAndSettle(Duration.ofSeconds(6));

    assertThat(bed.exporter.delivered())
        .hasSize(2)
        .allSatisfy(span -> assertThat(span.name()).startsWith("spelled details"));
    assertThat(bed.account().balanced()).isTrue();
  }
}
