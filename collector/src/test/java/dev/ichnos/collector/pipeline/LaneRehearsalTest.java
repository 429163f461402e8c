package dev.ichnos.collector.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.codec.DropReason;
import dev.ichnos.collector.config.GoogleCloudExporterConfig;
import dev.ichnos.collector.config.LaneConfig;
import dev.ichnos.model.Origin;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanBatch;
import dev.ichnos.model.SpanFixtures;
import dev.ichnos.repair.Repaired;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class LaneRehearsalTest {
  private static final LaneRules RULES = LaneRules.of(Set.of(SpanFixtures.ORIGIN.receiver()));

  private final RecordingExporter exporter = new RecordingExporter("test");

  @Test
  void run_sendsEverySpan_andBalances() {
    LaneRehearsal.Outcome outcome = run(groups(5_000), RULES);

    assertThat(outcome.account().balanced()).isTrue();
    assertThat(outcome.account().sent()).isEqualTo(10_000);
    assertThat(exporter.delivered()).hasSize(10_000);
  }

  @Test
  void run_repairsWholeTraces_whichCameInTwoGroups() {
    List<Integer> seen = new ArrayList<>();
    Repair repair =
        (trace, before, tally) -> {
          seen.add(trace.size());
          tally.changed("rule", 1);
          return Repaired.of(trace);
        };
    SpanBatch client = SpanFixtures.batch(SpanFixtures.CLIENT);
    SpanBatch server = SpanFixtures.batch(SpanFixtures.SERVER);

    LaneRehearsal.Outcome outcome =
        run(List.of(client, server), new LaneRules(RULES.receivers(), repair, Sampler.KEEP_ALL));

    assertThat(seen).containsExactly(2);
    assertThat(outcome.changed()).containsOnly(Map.entry("rule", 1L));
  }

  @Test
  void run_splitsWhatIsTooLarge() {
    exporter.answering(
        batch -> batch.size() > 1 ? new ExportResult.Split("large") : ExportResult.DELIVERED);

    assertThat(run(groups(100), RULES).account().sent()).isEqualTo(200);
  }

  @Test
  void run_ofAnotherReceiver_isNotRouted() {
    Origin origin = new Origin("other", SpanFixtures.TEST_FORMAT, "", SpanFixtures.START, Map.of());

    LaneRehearsal.Outcome outcome =
        run(List.of(new SpanBatch(List.of(SpanFixtures.CLIENT), origin)), RULES);

    assertThat(outcome.account().dropped(DropReason.NOT_ROUTED)).isEqualTo(1);
  }

  /** Its clock stands, so that neither rates nor waits ever end. */
  @Test
  void run_exporterThatNeverSettles_ends() {
    exporter.answering(batch -> new ExportResult.Retryable(Duration.ofSeconds(1), "later"));

    LaneRehearsal.Outcome outcome = run(groups(1), RULES);

    assertThat(outcome.account().dropped(DropReason.NOT_DRAINED)).isEqualTo(2);
    assertThat(outcome.account().balanced()).isTrue();
  }

  private LaneRehearsal.Outcome run(List<SpanBatch> groups, LaneRules rules) {
    LaneConfig paced = GoogleCloudExporterConfig.laneDefaults();
    return LaneRehearsal.run(groups, exporter, paced, rules, SpanFixtures.START);
  }

  private static List<SpanBatch> groups(int traces) {
    return IntStream.rangeClosed(1, traces)
        .mapToObj(i -> SpanFixtures.batch(in(i, SpanFixtures.CLIENT), in(i, SpanFixtures.SERVER)))
        .toList();
  }

  private static Span in(int trace, Span span) {
    return span.toBuilder().traceId(0, trace).build();
  }
}
