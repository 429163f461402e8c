package dev.ichnos.repair;

import static dev.ichnos.repair.Calls.span;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.model.Span;
import dev.ichnos.model.SpanKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** A hundred thousand spans in one trace, in the worst shapes: time grows with their number. */
class HostileTracesTest {
  private static final int MANY = 100_000;
  private static final SpanKind[] KINDS = SpanKind.values();

  @Test
  void repair_oneIdForAll_isLinear() {
    repair(i -> span(1, 2, KINDS[i % 6], "s" + i % 3, "10.0.0." + i % 9, i, i + 5));
  }

  @Test
  void repair_oneIdThatIsItsOwnParent_isLinear() {
    repair(i -> span(1, 1, KINDS[i % 6], "s", "10.0.0." + i, i, i + 5));
  }

  @Test
  void repair_twoIdsAboveEachOther_isLinear() {
    repair(i -> span(1 + i % 2, 2 - i % 2, KINDS[i % 6], "s", "10.0.0." + i % 5, i % 7, 9));
  }

  @Test
  void repair_oneDeepChain_endsWithoutRecursion() {
    repair(i -> span(i + 1, i, i % 2 == 0 ? SpanKind.CLIENT : SpanKind.SERVER, "s", "", -i, 5));
  }

  @Test
  void repair_oneLongCircle_isCutOnce() {
    Map<String, Integer> counts =
        repair(i -> span(i + 1, i == 0 ? MANY : i, SpanKind.INTERNAL, "s", "", i, i + 5));

    assertThat(counts).containsOnlyKeys("parent_cycle").containsEntry("parent_cycle", 1);
  }

  @Test
  void repair_gatewaysUnderOneCaller_isLinear() {
    repair(
        i ->
            i == 0
                ? span(1, 0, SpanKind.CLIENT, "a", "10.0.0.1", 0, 9)
                : Calls.proxy("router", i + 1, 1, SpanKind.CLIENT, "g", "10.0.0.9", i, i + 1));
  }

  @Test
  void repair_sharedHalvesWithChildren_isLinear() {
    repair(
        i ->
            i % 2 == 0
                ? span(7, 0, i == 0 ? SpanKind.CLIENT : SpanKind.SERVER, "s", "10.0." + i, i, i + 9)
                : span(i + 10, 7, SpanKind.INTERNAL, "s", "10.0." + i, i, i + 1));
  }

  @Test
  void repair_timesAtTheEdgeOfWhatNumbersHold_doesNotThrow() {
    long[] edges = {Long.MIN_VALUE, -1, 1, Long.MAX_VALUE};
    repair(
        i ->
            span(i % 50 + 1, i % 40, KINDS[i % 6], "s", "10.0.0." + i % 9, 0, 0).toBuilder()
                .startEpochNanos(edges[i % 4])
                .endEpochNanos(edges[i / 4 % 4])
                .startAbsent(i % 5 == 0)
                .endAbsent(i % 3 == 0)
                .build());
  }

  private static Map<String, Integer> repair(IntFunction<Span> spans) {
    List<Span> trace = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      trace.add(spans.apply(i));
    }
    Map<String, Integer> counts = new HashMap<>();
    TraceRepair repair =
        new TraceRepair(
            RepairSettings.defaults()
                .withLeaves(true)
                .withProxyPairs(ProxyPairs.PROXY_INTERNAL)
                .withClockSkew(ClockSkew.CORRECT));

    Repaired repaired =
        Assertions.assertTimeoutPreemptively(
            Duration.ofSeconds(20), () -> repair.repair(trace, null, new CountingObserver(counts)));

    int merged = counts.getOrDefault("-duplicate_span", 0);
    int created = counts.getOrDefault("+gateway_server_leaf", 0);
    assertThat(repaired.spans()).hasSize(MANY - merged + created);
    return counts;
  }
}
