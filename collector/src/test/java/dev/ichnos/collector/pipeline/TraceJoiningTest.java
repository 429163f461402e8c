package dev.ichnos.collector.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.ichnos.codec.DropReason;
import dev.ichnos.collector.config.DataSize;
import dev.ichnos.collector.config.WindowConfig;
import dev.ichnos.model.Attributes;
import dev.ichnos.model.Format;
import dev.ichnos.model.Origin;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanBatch;
import dev.ichnos.model.SpanFixtures;
import dev.ichnos.model.SpanKind;
import dev.ichnos.repair.join.CallGraph;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TraceJoiningTest {
  private static final Format ZIPKIN = new Format("ZIPKIN_V2_JSON", "application/json");
  private static final long CAPTURED_LOW = 0xbf20_6b12_0001_0ab3L;
  private static final String HEADER = "105445aa7843bc8bbf206b1200010ab3/7;o=1";
  private static final long A = 0x48485a3953bb6124L;
  private static final long B = 0x5b4185666d50f68bL;

  @Test
  void join_oneCapturedHeaderOnTwoTraces_oneIdAndAParent() {
    LaneBed bed = bed(Joins.join());
    bed.append(batch("", outer(A, HEADER)));
    bed.append(batch("", inner(B, HEADER)));

    bed.settle();
    bed.advanceAndSettle(Duration.ofSeconds(6));

    assertThat(bed.exporter.delivered())
        .extracting(Span::traceIdLow)
        .containsExactly(CAPTURED_LOW, CAPTURED_LOW);
    Span child = bed.exporter.delivered().get(1);
    assertThat(child.parentSpanId()).isEqualTo(1);
    assertThat(child.attributes().string("ichnos.parent.inferred")).isEqualTo("in_pod");
    assertThat(child.attributes().string("ichnos.original_trace_id"))
        .isEqualTo("00000000000000005b4185666d50f68b");
    assertThat(bed.loop.ledger().changed())
        .isEqualTo(Map.of("trace_join", 2L, "trace_join_parent", 1L));
    assertThat(bed.account().sent()).isEqualTo(2);
    assertThat(bed.journal.entries()).isZero();
  }

  @Test
  void joinWithoutParents_oneIdAndTwoRoots() {
    LaneBed bed = bed(Joins.joinWithoutParents());
    bed.append(batch("", outer(A, HEADER)));
    bed.append(batch("", inner(B, HEADER)));

    bed.settle();
    bed.advanceAndSettle(Duration.ofSeconds(6));

    assertThat(bed.exporter.delivered())
        .extracting(Span::traceIdLow, Span::parentSpanId)
        .containsOnly(tuple(CAPTURED_LOW, 0L));
    assertThat(bed.loop.ledger().changed()).isEqualTo(Map.of("trace_join", 2L));
  }

  @Test
  void join_secondTraceComesLater_bothWaitForIt() {
    LaneBed bed = bed(Joins.join());
    bed.append(batch("", outer(A, HEADER)));
    bed.settle();
    bed.advanceAndSettle(Duration.ofSeconds(5));
    bed.append(batch("", inner(B, HEADER)));
    bed.settle();
    bed.advanceAndSettle(Duration.ofSeconds(3));
    assertThat(bed.exporter.delivered()).isEmpty();

    bed.advanceAndSettle(Duration.ofSeconds(1));

    assertThat(bed.exporter.delivered()).extracting(Span::traceIdLow).containsOnly(CAPTURED_LOW);
  }

  @Test
  void join_spansThatComeLate_getTheJoinedId() {
    Joins joins = Joins.join();
    LaneBed bed = bed(joins);
    bed.append(batch("", outer(A, HEADER)));
    bed.append(batch("", inner(B, HEADER)));
    bed.settle();
    bed.advanceAndSettle(Duration.ofSeconds(6));

    bed.append(batch("", span(B, 9, SpanKind.INTERNAL, 30, 40, Attributes.EMPTY)));
    bed.settle();
    bed.advanceAndSettle(Duration.ofSeconds(6));

    assertThat(bed.exporter.delivered()).hasSize(3);
    assertThat(bed.exporter.delivered()).extracting(Span::traceIdLow).containsOnly(CAPTURED_LOW);
    assertThat(joins.finds().snapshot().lateSpans()).isEqualTo(1);
  }

  @Test
  void join_idOfARequestThatIsOver_isNoEvidenceAnyMore() {
    LaneBed bed = bed(Joins.join());
    bed.append(batch("", outer(A, HEADER)));
    bed.settle();
    bed.advanceAndSettle(Duration.ofSeconds(6));
    bed.append(batch("", outer(A + 1, HEADER)));
    bed.append(batch("", inner(B, HEADER)));

    bed.settle();
    bed.advanceAndSettle(Duration.ofSeconds(6));

    assertThat(bed.exporter.delivered()).extracting(Span::traceIdLow).containsExactly(A, A + 1, B);
  }

  @Test
  void join_twoTenants_neverMeet() {
    LaneBed bed = bed(Joins.join());
    bed.append(batch("one", outer(A, HEADER)));
    bed.append(batch("two", inner(B, HEADER)));

    bed.settle();
    bed.advanceAndSettle(Duration.ofSeconds(6));

    assertThat(bed.exporter.delivered()).extracting(Span::traceIdLow).containsExactly(A, B);
  }

  @Test
  void join_oneTraceIdFromTwoTenants_joinsNothing() {
    LaneBed bed = bed(Joins.join());
    bed.append(batch("one", outer(A, HEADER)));
    bed.append(batch("two", span(A, 5, SpanKind.INTERNAL, 1, 2, Attributes.EMPTY)));
    bed.append(batch("one", inner(B, HEADER)));

    bed.settle();
    bed.advanceAndSettle(Duration.ofSeconds(6));

    assertThat(bed.exporter.delivered()).extracting(Span::traceIdLow).contains(A, B);
    assertThat(bed.exporter.delivered()).extracting(Span::traceIdLow).doesNotContain(CAPTURED_LOW);
  }

  @Test
  void join_moreTracesThanARequestHas_noneAndCounted() {
    Joins joins = Joins.join();
    LaneBed bed = bed(joins);
    bed.append(batch("", outer(A, HEADER)));
    for (int i = 0; i < 40; i++) {
      bed.append(batch("", inner(B + i, HEADER)));
    }
    bed.settle();
    bed.advanceAndSettle(Duration.ofSeconds(6));

    assertThat(bed.exporter.delivered()).hasSize(41);
    assertThat(bed.exporter.delivered()).extracting(Span::traceIdLow).doesNotContain(CAPTURED_LOW);
    assertThat(joins.finds().snapshot().tooLarge()).isEqualTo(1);
  }

  @Test
  void report_changesNothingAndLists() {
    Joins joins = Joins.report();
    LaneBed bed = bed(joins);
    bed.append(batch("", outer(A, HEADER)));
    bed.append(batch("", inner(B, HEADER)));

    bed.settle();
    bed.advanceAndSettle(Duration.ofSeconds(6));

    assertThat(bed.exporter.delivered()).containsExactly(outer(A, HEADER), inner(B, HEADER));
    JoinFinds.Snapshot snapshot = joins.finds().snapshot();
    assertThat(snapshot.joined()).isEqualTo(1);
    assertThat(snapshot.traces()).isEqualTo(2);
    assertThat(snapshot.last()).hasSize(1);
    assertThat(snapshot.last().get(0).services()).containsExactly("details.default");
  }

  @Test
  void shed_unitedTraces_goTogetherAndAreAllRemembered() {
    LaneBed bed =
        new LaneBed(
            LaneBed.config(WindowConfig.defaults(), 2_000, 4),
            new DataSize(3_000),
            LaneRules.of(Set.of("test")).withJoins(Joins.join()));
    bed.exporter.answering(call -> new ExportResult.Retryable(Duration.ZERO, "down"));
    for (int i = 0; i < 50; i++) {
      bed.append(batch("", outer(A + 2L * i, HEADER.replace("/7", i + "/7"))));
      bed.append(batch("", inner(B + 2L * i, HEADER.replace("/7", i + "/7"))));
      bed.advanceAndSettle(Duration.ofSeconds(1));
    }
    bed.exporter.answering(call -> ExportResult.DELIVERED);
    for (int i = 0; i < 60; i++) {
      bed.advanceAndSettle(Duration.ofSeconds(1));
    }

    assertThat(bed.account().dropped(DropReason.SHED)).isPositive();
    assertThat(bed.account().waiting()).isZero();
    assertThat(bed.account().accepted()).isEqualTo(100);
    assertThat(bed.journal.entries()).isZero();
  }

  @Test
  void eachTraceKey_unitedTraces_tellsAll() {
    Shedder shedder = new Shedder(1_000);
    OpenTrace one = new OpenTrace(TestSpans.entry(1, 0, TestSpans.span(1, 1)), 0);
    one.lead(new OpenTrace(TestSpans.entry(2, 0, TestSpans.span(2, 1)), 0));

    shedder.went(one, 0);

    assertThat(shedder.wentBefore(TestSpans.entry(3, 0, TestSpans.span(1, 2)))).isTrue();
    assertThat(shedder.wentBefore(TestSpans.entry(4, 0, TestSpans.span(2, 2)))).isTrue();
  }

  @Test
  void join_anyOrderAndBatching_twoLanesAndARestart_comeToTheSame() {
    int joined = 0;
    for (int seed = 0; seed < 60; seed++) {
      List<SpanBatch> groups = CallGraph.any(new Random(seed)).groups();
      Joins joins = Joins.join();
      List<Span> expected = run(groups, joins, 2_000);
      joined += (int) joins.finds().snapshot().joined();
      for (int order = 0; order < 3; order++) {
        List<SpanBatch> shuffled = shuffled(groups, new Random(order));
        assertThat(run(shuffled, Joins.join(), 1 + order * 10))
            .as("seed %s, order %s", seed, order)
            .isEqualTo(expected);
      }
    }
    assertThat(joined).isGreaterThan(60);
  }

  /** In one lane, each message 10 ms after the last; what was delivered, in order of ids. */
  private static List<Span> run(List<SpanBatch> groups, Joins joins, int maxSpans) {
    LaneBed bed =
        new LaneBed(
            LaneBed.config(WindowConfig.defaults(), maxSpans, 4),
            DataSize.ofMebibytes(64),
            LaneRules.of(Set.of("test")).withJoins(joins));
    int spans = 0;
    for (SpanBatch group : groups) {
      bed.append(group);
      spans += group.size();
      bed.advanceAndSettle(Duration.ofMillis(5));
    }
    bed.advanceAndSettle(Duration.ofSeconds(9));
    assertThat(bed.account().sent()).isEqualTo(spans);
    assertThat(bed.journal.entries()).isZero();
    List<Span> delivered = new ArrayList<>(bed.exporter.delivered());
    delivered.sort(Comparator.comparingLong(Span::spanId).thenComparing(Span::kind));
    return delivered;
  }

  private static List<SpanBatch> shuffled(List<SpanBatch> groups, Random random) {
    List<SpanBatch> messages = new ArrayList<>();
    for (SpanBatch group : groups) {
      List<Span> spans = new ArrayList<>(group.spans());
      Collections.shuffle(spans, random);
      while (!spans.isEmpty()) {
        int size = 1 + random.nextInt(spans.size());
        messages.add(group.withSpans(spans.subList(0, size)));
        spans = new ArrayList<>(spans.subList(size, spans.size()));
      }
    }
    Collections.shuffle(messages, random);
    return messages;
  }

  /** Served by the pod from 0 to 100 ms. */
  private static Span outer(long trace, String header) {
    return span(trace, 1, SpanKind.SERVER, 0, 100, headers(header));
  }

  /** Called from the pod from 10 to 20 ms. */
  private static Span inner(long trace, String header) {
    return span(trace, 2, SpanKind.CLIENT, 10, 20, headers(header));
  }

  private static Attributes headers(String header) {
    return SpanFixtures.SERVER.attributes().toBuilder()
        .remove("upstream_cluster")
        .put("x-cloud-trace-context", header)
        .build();
  }

  private static Span span(
      long trace, long id, SpanKind kind, long startMillis, long endMillis, Attributes tags) {
    return Span.builder()
        .traceId(0, trace)
        .spanId(id)
        .kind(kind)
        .startEpochNanos(SpanFixtures.START + startMillis * 1_000_000)
        .endEpochNanos(SpanFixtures.START + endMillis * 1_000_000)
        .attributes(tags)
        .resource(SpanFixtures.DETAILS)
        .build();
  }

  private static SpanBatch batch(String tenant, Span span) {
    return TestSpans.ofTenant(
        tenant, new SpanBatch(List.of(span), new Origin("test", ZIPKIN, "10.0.0.9", 0, Map.of())));
  }

  private static LaneBed bed(Joins joins) {
    return new LaneBed(
        LaneBed.config(WindowConfig.defaults(), 2_000, 4),
        DataSize.ofMebibytes(64),
        LaneRules.of(Set.of("test")).withJoins(joins));
  }
}
