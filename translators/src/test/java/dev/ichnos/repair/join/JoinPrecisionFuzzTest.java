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
    scores.forEach((scenario, score) -> System.out.println(scenario + ": " + score));
    scores.forEach(
        (scenario, score) -> {
          if (score.firstFalse != null) {
            System.out.println(scenario + " " + score.firstFalse);
          }
          System.out.println(scenario + " " + score.firstWrong);
        });
    scores.forEach((scenario, score) -> assertThat(score.falseJoins).as(scenario.name()).isZero());
  }
}
