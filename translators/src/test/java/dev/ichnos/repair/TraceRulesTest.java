package dev.ichnos.repair;

import static dev.ichnos.model.SpanKind.CLIENT;
import static dev.ichnos.model.SpanKind.INTERNAL;
import static dev.ichnos.model.SpanKind.SERVER;
import static dev.ichnos.repair.Calls.MILLI;
import static dev.ichnos.repair.Calls.byId;
import static dev.ichnos.repair.Calls.counts;
import static dev.ichnos.repair.Calls.repair;
import static dev.ichnos.repair.Calls.span;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.ichnos.model.Attributes;
import dev.ichnos.model.Event;
import dev.ichnos.model.Link;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanFixtures;
import dev.ichnos.model.Status;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TraceRulesTest {
  private static final RepairSettings ALL = RepairSettings.defaults();
  private static final RepairSettings CORRECTING = ALL.withClockSkew(ClockSkew.CORRECT);

  private static final Span ROOT = span(1, 0, CLIENT, "a", "10.0.0.1", 0, 100);
  private static final Span SERVED = span(2, 1, SERVER, "b", "10.0.0.2", 10, 90);
  private static final Span INNER = span(3, 2, INTERNAL, "b", "10.0.0.2", 20, 30);

  @Test
  void repair_nothingWrong_sameList() {
    List<Span> trace = List.of(ROOT, SERVED, INNER);

    assertThat(new TraceRepair(ALL).repair(trace, null, RepairObserver.NONE).spans())
        .isSameAs(trace);
  }

  @ParameterizedTest
  @EnumSource(RepairRule.class)
  void repair_oneRuleOff_doesNothingInItsName(RepairRule off) {
    EnumSet<RepairRule> on = EnumSet.complementOf(EnumSet.of(off));
    RepairSettings settings =
        new RepairSettings(on, ClockSkew.ANNOTATE, ProxyPairs.APP_INTERNAL, true);
    TraceRepair repair = new TraceRepair(settings);
    RandomTraces traces = new RandomTraces(5);
    Map<String, Integer> counts = new HashMap<>();
    for (int n = 0; n < 3000; n++) {
      repair.repair(traces.next(), null, new CountingObserver(counts));
    }

    assertThat(counts.keySet()).noneMatch(rule -> rule.endsWith(off.label()));
    assertThat(counts).hasSize(off == RepairRule.ROOT_FIRST ? 12 : 11);
  }

  @Test
  void wideTraceId_cutIds_getTheWholeOne() {
    Span cut = SERVED.toBuilder().traceId(0, SpanFixtures.TRACE_LOW).build();

    List<Span> trace = repair(ALL, ROOT, cut);

    assertThat(trace.get(0)).isSameAs(ROOT);
    assertThat(trace.get(1).traceIdHigh()).isEqualTo(SpanFixtures.TRACE_HIGH);
    assertThat(trace.get(1).attributes().string("ichnos.original_trace_id"))
        .isEqualTo("48485a3953bb6124");
    assertThat(counts(ALL, ROOT, cut)).containsExactly(entry("wide_trace_id", 1));
  }

  @Test
  void wideTraceId_twoWholeOnes_noTelling() {
    Span cut = INNER.toBuilder().traceId(0, SpanFixtures.TRACE_LOW).build();
    Span other = SERVED.toBuilder().traceId(7, SpanFixtures.TRACE_LOW).build();

    assertThat(counts(ALL, ROOT, other, cut)).isEmpty();
  }

  @Test
  void duplicateSpan_copies_richestStays() {
    Span failed = SERVED.toBuilder().status(new Status(Status.Code.ERROR, "x")).build();
    Span longer = SERVED.toBuilder().endEpochNanos(SERVED.endEpochNanos() + 1).build();

    List<Span> trace = repair(ALL, ROOT, SERVED, failed, longer);

    assertThat(trace).hasSize(2);
    assertThat(trace.get(1).endEpochNanos()).isEqualTo(longer.endEpochNanos());
    assertThat(trace.get(1).attributes().integer("ichnos.merged_spans", 0)).isEqualTo(2);
    assertThat(counts(ALL, ROOT, SERVED, failed, longer))
        .containsExactly(entry("-duplicate_span", 2));
    assertThat(repair(ALL, ROOT, failed, SERVED).get(1).status().code())
        .isEqualTo(Status.Code.ERROR);
  }

  @Test
  void duplicateSpan_anotherInstanceOrStart_isNone() {
    Span elsewhere = span(2, 1, SERVER, "b", "10.0.0.3", 10, 90);
    Span later = span(2, 1, SERVER, "b", "10.0.0.2", 11, 90);
    Span halves = span(2, 1, CLIENT, "b", "10.0.0.2", 10, 90);

    assertThat(repair(ALL, ROOT, SERVED, elsewhere, later)).hasSize(4);
    assertThat(repair(ALL, ROOT, SERVED, halves)).hasSize(3);
  }

  @Test
  void parentCycle_twoAndTheirChild_firstBecomesRoot() {
    Span a = span(1, 2, INTERNAL, "a", "10.0.0.1", 5, 9);
    Span b = span(2, 1, INTERNAL, "a", "10.0.0.1", 1, 9);
    Span child = span(3, 1, INTERNAL, "a", "10.0.0.1", 0, 9);

    List<Span> trace = repair(ALL, child, a, b);

    Span root = byId(trace, 2);
    assertThat(root.parentSpanId()).isZero();
    assertThat(root.attributes().string("ichnos.original_parent_span_id"))
        .isEqualTo("0000000000000001");
    assertThat(root.attributes().contains("ichnos.parent.cycle")).isTrue();
    assertThat(byId(trace, 1)).isSameAs(a);
    assertThat(trace.get(0)).isEqualTo(root);
    assertThat(counts(ALL, child, a, b)).containsExactly(entry("parent_cycle", 1));
  }

  @Test
  void parentMissing_markedAndKept_rootsAreNot() {
    Span orphan = span(5, 77, INTERNAL, "b", "10.0.0.2", 20, 30);

    Span marked = byId(repair(ALL, ROOT, orphan), 5);

    assertThat(marked.parentSpanId()).isEqualTo(77);
    assertThat(marked.attributes())
        .isEqualTo(orphan.attributes().toBuilder().put("ichnos.parent.missing", true).build());
    assertThat(counts(ALL, ROOT, orphan)).containsExactly(entry("parent_missing", 1));
  }

  @Test
  void foreignParent_capturedSpanIsHere_becomesTheParent() {
    Span foreign = captured(SERVED.toBuilder().parentSpanId(0xf0e1L).build(), 1);

    List<Span> trace = repair(ALL, ROOT, foreign);

    assertThat(trace.get(1).parentSpanId()).isEqualTo(1);
    assertThat(trace.get(1).attributes().string("ichnos.original_parent_span_id"))
        .isEqualTo("000000000000f0e1");
    assertThat(counts(ALL, ROOT, foreign)).containsExactly(entry("foreign_parent", 1));
  }

  @Test
  void foreignParent_wireParentIsHereOrCapturedIsNot_stays() {
    Span good = captured(INNER, 1);
    Span unknown = captured(SERVED.toBuilder().parentSpanId(0xf0e1L).build(), 99);
    Span plain = SERVED.toBuilder().parentSpanId(0xf0e1L).links(List.of(link(1, ""))).build();

    assertThat(counts(ALL, ROOT, SERVED, good)).isEmpty();
    assertThat(counts(ALL, ROOT, unknown)).containsExactly(entry("parent_missing", 1));
    assertThat(counts(ALL, ROOT, plain)).containsExactly(entry("parent_missing", 1));
  }

  @Test
  void foreignParent_capturedSpanEndedBefore_stays() {
    Span outlives = captured(span(2, 0xf0e1L, SERVER, "b", "10.0.0.2", 10, 190), 1);
    Span descendant = captured(span(1, 0xf0e1L, CLIENT, "a", "10.0.0.1", 12, 80), 2);

    assertThat(counts(ALL, ROOT, outlives)).containsOnlyKeys("parent_missing");
    assertThat(counts(ALL, descendant, SERVED)).doesNotContainKey("foreign_parent");
  }

  @Test
  void timeFromHalf_serverWithoutTimes_takesTheClients() {
    Span silent = absent(SERVED, true, true);

    Span filled = byId(repair(ALL, ROOT, silent), 2);

    assertThat(filled.startEpochNanos()).isEqualTo(ROOT.startEpochNanos());
    assertThat(filled.endEpochNanos()).isEqualTo(ROOT.endEpochNanos());
    assertThat(filled.attributes().string("ichnos.time_source")).isEqualTo("client");
    assertThat(counts(ALL, ROOT, silent)).containsExactly(entry("time_from_half", 1));
  }

  @Test
  void timeFromHalf_clientWithoutEnd_takesItsServers() {
    Span open = absent(ROOT, false, true);

    Span filled = byId(repair(ALL, open, SERVED), 1);

    assertThat(filled.startEpochNanos()).isEqualTo(ROOT.startEpochNanos());
    assertThat(filled.endEpochNanos()).isEqualTo(SERVED.endEpochNanos());
    assertThat(filled.attributes().string("ichnos.time_source")).isEqualTo("server");
  }

  @Test
  void timeFromHalf_noHalf_childrenSpanIt() {
    Span silent = absent(SERVED, true, true);
    Span second = span(4, 2, INTERNAL, "b", "10.0.0.2", 40, 60);

    Span filled = byId(repair(ALL, silent, INNER, second), 2);

    assertThat(filled.startEpochNanos()).isEqualTo(INNER.startEpochNanos());
    assertThat(filled.endEpochNanos()).isEqualTo(second.endEpochNanos());
    assertThat(filled.attributes().string("ichnos.time_source")).isEqualTo("children");
  }

  @Test
  void timeFromHalf_ownEventsOrDuration_goBefore() {
    Span event =
        absent(SERVED, true, true).toBuilder()
            .events(List.of(Event.of(SpanFixtures.START + 7, "e")))
            .build();
    Span lasting = absent(SERVED, true, true);
    lasting =
        lasting.toBuilder()
            .attributes(
                lasting.attributes().toBuilder().put("zipkin.duration_nanos", 5 * MILLI).build())
            .build();

    assertThat(counts(ALL, ROOT, event)).isEmpty();
    Span filled = byId(repair(ALL, ROOT, lasting), 2);
    assertThat(filled.endEpochNanos()).isEqualTo(ROOT.startEpochNanos() + 5 * MILLI);
  }

  @Test
  void clockSkew_serverOutsideItsClient_saysHowFar() {
    Span early = span(2, 1, SERVER, "b", "10.0.0.2", -30, 50);
    Span late = span(2, 1, SERVER, "b", "10.0.0.2", 40, 120);

    assertThat(skew(repair(ALL, ROOT, early))).isEqualTo(-30 * MILLI);
    assertThat(skew(repair(ALL, ROOT, late))).isEqualTo(20 * MILLI);
    assertThat(byId(repair(ALL, ROOT, late), 2).endEpochNanos()).isEqualTo(late.endEpochNanos());
    assertThat(counts(ALL, ROOT, late)).containsExactly(entry("clock_skew", 1));
  }

  @Test
  void clockSkew_noEvidence_nothing() {
    Span outlives = span(2, 1, SERVER, "b", "10.0.0.2", 40, 190);
    Span sameHost = span(2, 1, SERVER, "b", "10.0.0.1", -30, 50);
    Span unknownHost = SERVED.toBuilder().attributes(Attributes.EMPTY).startEpochNanos(5).build();
    Span tiny = SERVED.toBuilder().startEpochNanos(ROOT.startEpochNanos() - MILLI + 1).build();

    for (Span server : List.of(outlives, sameHost, unknownHost, tiny)) {
      assertThat(counts(ALL, ROOT, server)).as(server.toString()).isEmpty();
    }
  }

  @Test
  void clockSkew_oneNode_twoPodsHaveOneClock() {
    Attributes node = Attributes.of("k8s.node.name", "n1");
    Span client = on(ROOT, node);
    Span server = on(span(2, 1, SERVER, "b", "10.0.0.2", -30, 50), node);

    assertThat(counts(ALL, client, server)).isEmpty();
  }

  @Test
  void clockSkew_corrected_movesWhatThePodDidAndKeepsDurations() {
    Span server =
        span(2, 1, SERVER, "b", "10.0.0.2", -500, -420).toBuilder()
            .events(List.of(Event.of(SpanFixtures.START - 450 * MILLI, "e")))
            .build();
    Span call = span(3, 2, CLIENT, "b", "10.0.0.2", -480, -430);
    Span next = span(4, 3, SERVER, "c", "10.0.0.3", 30, 40);

    List<Span> trace = repair(CORRECTING, ROOT, server, call, next);

    assertThat(byId(trace, 1)).isSameAs(ROOT);
    assertTimes(byId(trace, 2), 0, 80);
    assertThat(byId(trace, 2).events().get(0).epochNanos())
        .isEqualTo(SpanFixtures.START + 50 * MILLI);
    assertTimes(byId(trace, 3), 20, 70);
    assertThat(byId(trace, 3).attributes().integer("ichnos.clock_shift_nanos", 0))
        .isEqualTo(500 * MILLI);
    assertThat(byId(trace, 4)).isSameAs(next);
    assertThat(counts(CORRECTING, ROOT, server, call, next))
        .containsExactly(entry("clock_skew", 2));
  }

  @Test
  void clockSkew_correctedServerLongerThanClient_startsWithItAndStaysAsLong() {
    Span server = span(2, 1, SERVER, "b", "10.0.0.2", -50, 150);

    assertTimes(byId(repair(CORRECTING, ROOT, server), 2), 0, 200);
  }

  @Test
  void rootFirst_thenByStart() {
    Span late = span(4, 1, SERVER, "b", "10.0.0.2", 50, 60);
    Span rootThatStartsLast = span(9, 0, CLIENT, "a", "10.0.0.1", 70, 100);

    assertThat(repair(ALL, late, INNER, SERVED, ROOT))
        .extracting(Span::spanId)
        .containsExactly(1L, 2L, 3L, 4L);
    assertThat(repair(ALL, SERVED, ROOT, rootThatStartsLast))
        .extracting(Span::spanId)
        .containsExactly(1L, 9L, 2L);
    assertThat(counts(ALL, SERVED, ROOT)).isEmpty();
  }

  private static void assertTimes(Span span, long startMillis, long endMillis) {
    assertThat(span.startEpochNanos()).isEqualTo(SpanFixtures.START + startMillis * MILLI);
    assertThat(span.endEpochNanos()).isEqualTo(SpanFixtures.START + endMillis * MILLI);
  }

  private static long skew(List<Span> trace) {
    return byId(trace, 2).attributes().integer("ichnos.clock_skew_nanos", 0);
  }

  private static Span on(Span span, Attributes more) {
    Attributes resource = span.resource().attributes().toBuilder().putAll(more).build();
    return span.toBuilder().resource(span.resource().withAttributes(resource)).build();
  }

  /** As {@code absent_times} leaves it. */
  private static Span absent(Span span, boolean start, boolean end) {
    long received = SpanFixtures.START + 3;
    return span.toBuilder()
        .startEpochNanos(start ? received : span.startEpochNanos())
        .startAbsent(start)
        .endEpochNanos(end ? start ? received : span.startEpochNanos() : span.endEpochNanos())
        .endAbsent(end)
        .build();
  }

  private static Span captured(Span span, long spanId) {
    return span.toBuilder().links(List.of(link(spanId, "x-cloud-trace-context"))).build();
  }

  private static Link link(long spanId, String family) {
    return new Link(
        SpanFixtures.TRACE_HIGH,
        SpanFixtures.TRACE_LOW,
        spanId,
        "",
        0,
        family.isEmpty() ? Attributes.EMPTY : Attributes.of("ichnos.captured_from", family),
        0);
  }
}
