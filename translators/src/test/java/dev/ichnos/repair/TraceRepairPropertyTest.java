package dev.ichnos.repair;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.model.Span;
import dev.ichnos.model.SpanKind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TraceRepairPropertyTest {
  private static final int TRACES = 2000;

  static List<RepairSettings> settings() {
    RepairSettings all = RepairSettings.defaults();
    return List.of(
        all,
        all.withLeaves(true).withProxyPairs(ProxyPairs.PROXY_INTERNAL),
        all.withProxyPairs(ProxyPairs.PROXY_INTERNAL).withClockSkew(ClockSkew.OFF),
        all.withLeaves(true)
            .withProxyPairs(ProxyPairs.APP_INTERNAL)
            .withClockSkew(ClockSkew.CORRECT));
  }

  @ParameterizedTest
  @MethodSource("settings")
  void repair_again_changesNothing(RepairSettings settings) {
    TraceRepair repair = new TraceRepair(settings);
    RandomTraces traces = new RandomTraces(17);
    for (int n = 0; n < TRACES; n++) {
      List<Span> once = repair.repair(traces.next(), null, RepairObserver.NONE).spans();
      Map<String, Integer> counts = new HashMap<>();

      List<Span> twice = repair.repair(once, null, new CountingObserver(counts)).spans();

      assertThat(counts).as("trace %d", n).isEmpty();
      assertThat(twice).isSameAs(once);
    }
  }

  @ParameterizedTest
  @MethodSource("settings")
  void repair_spansInAnyOrder_sameOutcome(RepairSettings settings) {
    TraceRepair repair = new TraceRepair(settings);
    RandomTraces traces = new RandomTraces(18);
    Random random = new Random(19);
    for (int n = 0; n < TRACES; n++) {
      List<Span> trace = traces.next();
      List<Span> shuffled = new ArrayList<>(trace);
      Collections.shuffle(shuffled, random);

      List<Span> one = repair.repair(trace, null, RepairObserver.NONE).spans();
      List<Span> other = repair.repair(shuffled, null, RepairObserver.NONE).spans();

      assertThat(new HashSet<>(other)).as("trace %d", n).isEqualTo(new HashSet<>(one));
      assertThat(other).hasSameSizeAs(one);
    }
  }

  @ParameterizedTest
  @MethodSource("settings")
  void repair_anything_accountBalancesAndTreesEnd(RepairSettings settings) {
    TraceRepair repair = new TraceRepair(settings);
    RandomTraces traces = new RandomTraces(20);
    for (int n = 0; n < TRACES; n++) {
      List<Span> trace = traces.next();
      Map<String, Integer> counts = new HashMap<>();

      List<Span> repaired = repair.repair(trace, null, new CountingObserver(counts)).spans();

      int created = counts.getOrDefault("+gateway_server_leaf", 0);
      int merged = counts.getOrDefault("-duplicate_span", 0);
      assertThat(repaired).hasSize(trace.size() + created - merged);
      for (Span span : repaired) {
        assertThat(span.endEpochNanos()).isGreaterThanOrEqualTo(span.startEpochNanos());
        assertThat(waysEnd(span, repaired)).as("trace %d: %s", n, repaired).isTrue();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("settings")
  void apply_loneSpan_onlyRulesForThemSayAnything(RepairSettings settings) {
    RandomTraces traces = new RandomTraces(21);
    int lone = 0;
    for (int n = 0; n < TRACES; n++) {
      for (Span span : traces.next()) {
        TraceDraft draft = new TraceDraft(List.of(span), TraceDecisions.NONE);
        lone += draft.isLoneSpan() ? 1 : 0;
        for (RepairRule id : RepairRule.values()) {
          @Nullable TraceRule rule = TraceRepair.rule(id, settings);
          if (rule != null && draft.isLoneSpan() && !rule.isForLoneSpans()) {
            rule.apply(draft);
            assertThat(draft.isAsReceived()).as("%s: %s", id, span).isTrue();
          }
        }
      }
    }
    assertThat(lone).isGreaterThan(TRACES);
  }

  @ParameterizedTest
  @MethodSource("settings")
  void repair_spanThatIsItsOwnParent_isCut(RepairSettings settings) {
    Span span = Calls.span(4, 4, SpanKind.SERVER, "a", "10.0.0.1", 0, 10);

    List<Span> trace =
        new TraceRepair(settings).repair(List.of(span), null, RepairObserver.NONE).spans();

    assertThat(trace).extracting(Span::parentSpanId).containsExactly(0L);
  }

  /** Whether some way up from the span ends, where an id has several spans. */
  private static boolean waysEnd(Span from, List<Span> trace) {
    Set<Span> seen = new HashSet<>();
    List<Span> waiting = new ArrayList<>(List.of(from));
    while (!waiting.isEmpty()) {
      Span span = waiting.remove(waiting.size() - 1);
      if (!seen.add(span)) {
        continue;
      }
      List<Span> parents =
          trace.stream().filter(other -> other.spanId() == span.parentSpanId()).toList();
      if (parents.isEmpty()) {
        return true;
      }
      waiting.addAll(parents);
    }
    return false;
  }
}
