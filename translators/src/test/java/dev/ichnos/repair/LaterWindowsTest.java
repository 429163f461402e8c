package dev.ichnos.repair;

import static dev.ichnos.model.SpanKind.CLIENT;
import static dev.ichnos.model.SpanKind.INTERNAL;
import static dev.ichnos.model.SpanKind.SERVER;
import static dev.ichnos.repair.Calls.byId;
import static dev.ichnos.repair.Calls.span;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.model.Span;
import dev.ichnos.model.SpanFixtures;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LaterWindowsTest {
  private static final TraceRepair REPAIR = new TraceRepair(RepairSettings.defaults());
  private static final Span CLIENT_HALF = span(9, 0, CLIENT, "a", "10.0.0.1", 0, 100);
  private static final Span SERVER_HALF = span(9, 0, SERVER, "b", "10.0.0.2", 10, 90);
  private static final Span CHILD = span(5, 9, INTERNAL, "b", "10.0.0.2", 20, 30);

  private final Map<String, Integer> counts = new HashMap<>();
  private TraceDecisions decisions = TraceDecisions.NONE;

  @Test
  void repair_lateChildOfASplitHalf_follows() {
    Span half = byKind(window(CLIENT_HALF, SERVER_HALF));

    Span child = window(CHILD).get(0);

    assertThat(half.spanId()).isNotEqualTo(9);
    assertThat(child.parentSpanId()).isEqualTo(half.spanId());
    assertThat(child.attributes().contains("ichnos.parent.missing")).isFalse();
  }

  @Test
  void repair_lateServerHalfWithoutFlag_isSplitAllTheSame() {
    window(CLIENT_HALF);

    Span half = window(SERVER_HALF).get(0);

    assertThat(half.spanId()).isNotEqualTo(9);
    assertThat(half.parentSpanId()).isEqualTo(9);
  }

  @Test
  void repair_lateCutId_getsTheWholeOneThatWasSeen() {
    window(CLIENT_HALF);

    Span late = window(CHILD.toBuilder().traceId(0, SpanFixtures.TRACE_LOW).build()).get(0);

    assertThat(late.traceIdHigh()).isEqualTo(SpanFixtures.TRACE_HIGH);
  }

  @Test
  void repair_lateCopy_isUnitedWithWhatHasLeft() {
    window(CLIENT_HALF, CHILD);

    assertThat(window(CHILD)).isEmpty();
    assertThat(counts).containsEntry("-duplicate_span", 1);
    assertThat(window(CHILD.toBuilder().endEpochNanos(CHILD.endEpochNanos() + 1).build()))
        .hasSize(1);
  }

  @Test
  void repair_lateSpanOfAMovedPod_isMovedAlong() {
    TraceRepair correcting =
        new TraceRepair(RepairSettings.defaults().withClockSkew(ClockSkew.CORRECT));
    Span client = span(1, 0, CLIENT, "a", "10.0.0.1", 0, 100);
    Span server = span(2, 1, SERVER, "b", "10.0.0.2", -500, -420);
    Span late = span(3, 2, INTERNAL, "b", "10.0.0.2", -480, -470);
    Span elsewhere = span(4, 2, INTERNAL, "b", "10.0.0.3", -480, -470);
    TraceDecisions after =
        kept(correcting.repair(List.of(client, server), null, RepairObserver.NONE).after());

    List<Span> trace =
        correcting.repair(List.of(late, elsewhere), after, RepairObserver.NONE).spans();

    assertThat(byId(trace, 3).startEpochNanos())
        .isEqualTo(late.startEpochNanos() + 500 * Calls.MILLI);
    assertThat(byId(trace, 4)).isSameAs(elsewhere);
  }

  @Test
  void repair_slowRequest_parentsComeLastAndNothingIsReparented() {
    Span root = span(1, 0, SERVER, "a", "10.0.0.1", 0, 60_000);
    Span call = span(2, 1, CLIENT, "a", "10.0.0.1", 5, 59_000);
    Span served = span(3, 2, SERVER, "b", "10.0.0.2", 10, 58_000);
    Span query = span(4, 3, CLIENT, "b", "10.0.0.2", 15, 20);
    Span later = span(6, 3, CLIENT, "b", "10.0.0.2", 57_000, 57_900);

    Span first = window(query).get(0);
    List<Span> rest = new ArrayList<>(window(later, served));
    rest.addAll(window(call));
    rest.addAll(window(root));

    assertThat(first.parentSpanId()).isEqualTo(3);
    assertThat(first.attributes().contains("ichnos.parent.missing")).isTrue();
    assertThat(byId(rest, 6)).isSameAs(later);
    assertThat(byId(rest, 1)).isSameAs(root);
    assertThat(rest).extracting(Span::parentSpanId).containsExactly(2L, 3L, 1L, 0L);
    assertThat(counts).containsOnlyKeys("parent_missing").containsEntry("parent_missing", 3);
  }

  @Test
  void repair_lateChildOfWhatHasLeft_isNotMarked() {
    window(CLIENT_HALF);

    assertThat(window(CHILD).get(0)).isSameAs(CHILD);
  }

  @Test
  void repair_moreSpansThanAreRemembered_absenceIsNoLongerKnown() {
    List<Span> many = new ArrayList<>();
    for (int i = 1; i <= TraceDecisions.MOST_SPANS + 1; i++) {
      many.add(span(i, i == 1 ? 0 : 1, INTERNAL, "a", "10.0.0.1", i, i));
    }
    window(many.toArray(Span[]::new));

    window(span(99_999, 88_888, INTERNAL, "a", "10.0.0.1", 1, 1));

    assertThat(counts).isEmpty();
    assertThat(decisions.retainedBytes()).isLessThan(17 * TraceDecisions.MOST_SPANS + 200);
  }

  @Test
  void repair_generatedCallsInTwoWindows_asIfInOne() {
    Random random = new Random(23);
    for (int n = 0; n < 2000; n++) {
      List<Span> early = new ArrayList<>();
      List<Span> late = new ArrayList<>();
      generate(random, early, late);
      List<Span> all = new ArrayList<>(early);
      all.addAll(late);
      Collections.shuffle(all, random);
      List<Span> atOnce = REPAIR.repair(all, null, RepairObserver.NONE).spans();

      Repaired first = REPAIR.repair(early, null, RepairObserver.NONE);
      Repaired second = REPAIR.repair(late, kept(first.after()), RepairObserver.NONE);

      List<Span> inTwo = new ArrayList<>(first.spans());
      inTwo.addAll(second.spans());
      assertThat(new HashSet<>(inTwo)).as("trace %d", n).isEqualTo(new HashSet<>(atOnce));
    }
  }

  /** Calls with shared ids, flagged or not, retried or not; their children come late. */
  private static void generate(Random random, List<Span> early, List<Span> late) {
    long parent = 0;
    String service = "s0";
    String ip = "10.0.0.0";
    for (int hop = 1; hop <= 1 + random.nextInt(4); hop++) {
      early.add(span(hop, parent, CLIENT, service, ip, hop * 10L, 200 - hop * 10L));
      service = "s" + hop;
      int attempts = 1 + random.nextInt(2);
      boolean shared = random.nextBoolean();
      for (int attempt = 0; attempt < attempts; attempt++) {
        ip = "10.0." + attempt + "." + hop;
        long start = hop * 10L + 1 + attempt * 30L;
        Span server = span(hop, parent, SERVER, service, ip, start, start + 29);
        early.add(server.toBuilder().shared(shared).build());
        for (int i = random.nextInt(3); i > 0; i--) {
          Span child =
              span(random.nextLong() | 1L << 40, hop, INTERNAL, service, ip, start + i, start + 9);
          boolean cut = random.nextInt(4) == 0;
          late.add(cut ? child.toBuilder().traceId(0, SpanFixtures.TRACE_LOW).build() : child);
        }
      }
      parent = hop;
    }
    List<Span> identified = RandomTraces.identified(early);
    early.clear();
    early.addAll(identified);
  }

  private List<Span> window(Span... spans) {
    Repaired repaired = REPAIR.repair(List.of(spans), decisions, new CountingObserver(counts));
    decisions = kept(repaired.after());
    return repaired.spans();
  }

  /** The decisions as who lays them out elsewhere gets them back. */
  private static TraceDecisions kept(TraceDecisions decisions) {
    long[] elsewhere = new long[decisions.size() + 5];
    decisions.copyTo(elsewhere, 3);
    assertThat(TraceDecisions.high(elsewhere, 3)).isEqualTo(decisions.high());
    return TraceDecisions.copyOf(elsewhere, 3, decisions.size());
  }

  private static Span byKind(List<Span> spans) {
    return spans.stream().filter(span -> span.kind() == SERVER).findFirst().orElseThrow();
  }
}
