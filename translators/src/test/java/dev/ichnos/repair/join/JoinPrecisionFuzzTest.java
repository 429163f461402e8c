package dev.ichnos.repair.join;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.codec.FuzzRun;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** No false join in 10 000 graphs, or in as many as {@code -Pfuzz} has time for. */
class JoinPrecisionFuzzTest {
  private static final Scenario[] SCENARIOS = Scenario.values();

  /**
   * Of graphs in which a tenth of all spans is lost and several requests under one new id overlap;
   * nobody can tell them apart until the id is met again.
   */
  private static final double MOST_FALSE_AT_FIRST = 0.005;

  @Test
  void find_generatedGraphs_joinsNoTwoRequests() {
    Map<Scenario, JoinScore> scores = new EnumMap<>(Scenario.class);
    TraceJoin join = new TraceJoin(JoinSettings.defaults());
    FuzzRun run = FuzzRun.of(42, 10_000);
    while (run.next()) {
      Scenario scenario = SCENARIOS[run.rounds() % SCENARIOS.length];
      Random random = new Random(run.random().nextLong());
      CallGraph graph = new CallGraph(random, scenario.draw(random));
      scores
          .computeIfAbsent(scenario, key -> new JoinScore())
          .add(graph, join.find(graph.groups(), graph.worn()::contains));
    }
    if (run.rounds() != 10_000) {
      scores.forEach((scenario, score) -> System.out.println(scenario + ": " + score));
    }
    scores.forEach(JoinPrecisionFuzzTest::check);
  }

  private static void check(Scenario scenario, JoinScore score) {
    String what = scenario + ": " + score + "\n" + score.firstFalse + "\n" + score.firstWrong;
    if (scenario == Scenario.LOSS_AND_FORGED_AT_FIRST) {
      assertThat((double) score.falseJoins / score.graphs).as(what).isLessThan(MOST_FALSE_AT_FIRST);
    } else {
      assertThat(score.falseJoins).as(what).isZero();
    }
    assertThat(score.recall()).as(what).isGreaterThan(scenario.leastRecall);
    assertThat(score.wrongParents).as(what).isLessThanOrEqualTo(score.parents / 100);
  }
}
