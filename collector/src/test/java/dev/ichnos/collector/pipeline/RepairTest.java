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
import java.util.List;
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

  @Test
  void repair_childOfASplitHalfComesInALaterWindow_followsIt() {
    LaneBed bed = bed();
    Span half = half(9).toBuilder().shared(false).build();
    Span child =
        SpanFixtures.SERVER.toBuilder()
            .spanId(5)
            .parentSpanId(SpanFixtures.CLIENT.spanId())
            .kind(SpanKind.INTERNAL)
            .build();
    bed.append(TestSpans.batch(SpanFixtures.CLIENT, half));
    bed.settle();
    bed.advanceAndSettle(Duration.ofSeconds(20));

    bed.append(TestSpans.batch(child));
    bed.settle();
    bed.advanceAndSettle(Duration.ofSeconds(20));

    List<Span> sent = bed.exporter.delivered();
    assertThat(sent).hasSize(3);
    assertThat(sent.get(2).parentSpanId())
        .isEqualTo(sent.get(1).spanId())
        .isNotEqualTo(SpanFixtures.CLIENT.spanId());
    assertThat(bed.loop.ledger().changed())
        .isEqualTo(Map.of("shared_span_unflagged", 1L, "shared_span_children", 1L));
  }

  @Test
  void repair_slowRequest_earlySpansAreMarkedAndLateOnesAreNot() {
    LaneBed bed = bed();
    Span early = half(5).toBuilder().spanId(5).parentSpanId(9).build();
    Span parent = half(9).toBuilder().spanId(9).parentSpanId(0).build();
    Span late = half(6).toBuilder().spanId(6).parentSpanId(9).build();
    bed.append(TestSpans.batch(early));
    bed.settle();
    bed.advanceAndSettle(Duration.ofSeconds(60));
    bed.append(TestSpans.batch(parent));
    bed.settle();
    bed.advanceAndSettle(Duration.ofSeconds(60));
    bed.append(TestSpans.batch(late));
    bed.settle();
    bed.advanceAndSettle(Duration.ofSeconds(60));

    assertThat(bed.exporter.delivered())
        .extracting(span -> span.attributes().contains("ichnos.parent.missing"))
        .containsExactly(true, false, false);
    assertThat(bed.exporter.delivered()).extracting(Span::parentSpanId).containsExactly(9L, 0L, 9L);
  }

  @Test
  void repair_messageSentAgainMinutesLater_isMergedAndBalances() {
    LaneBed bed = bed();
    bed.append(TestSpans.batch(SpanFixtures.CLIENT, SpanFixtures.SERVER));
    bed.settle();
    bed.advanceAndSettle(Duration.ofMinutes(2));

    bed.append(TestSpans.batch(SpanFixtures.CLIENT, SpanFixtures.SERVER));
    bed.settle();
    bed.advanceAndSettle(Duration.ofMinutes(2));

    assertThat(bed.exporter.delivered()).hasSize(2);
    assertThat(bed.account().merged()).isEqualTo(Map.of("duplicate_span", 2L));
    assertThat(bed.journal.bytes()).isZero();
  }

  private static Span half(long id) {
    return SpanFixtures.SERVER.toBuilder()
        .spanId(id == 9 ? SpanFixtures.CLIENT.spanId() : id)
        .parentSpanId(0)
        .build();
  }

  private static LaneBed bed() {
    return new LaneBed(
        LaneBed.config(WindowConfig.defaults(), 2_000, 4),
        DataSize.ofMebibytes(64),
        new LaneRules(
            Set.of("test"),
            Repair.of(new TraceRepair(RepairSettings.defaults())),
            Sampler.KEEP_ALL));
  }
}
