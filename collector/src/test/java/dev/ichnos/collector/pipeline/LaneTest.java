package dev.ichnos.collector.pipeline;

import static dev.ichnos.collector.pipeline.TestSpans.trace;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.codec.DropReason;
import dev.ichnos.collector.component.Metrics;
import dev.ichnos.collector.config.DataSize;
import dev.ichnos.collector.config.JournalConfig;
import dev.ichnos.collector.config.LaneConfig;
import dev.ichnos.collector.config.WindowConfig;
import dev.ichnos.collector.journal.memory.MemoryJournal;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The lane on its thread. */
@Timeout(30)
class LaneTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  private final Metrics metrics = new Metrics();
  private final MemoryJournal journal =
      new MemoryJournal(
          new JournalConfig(DataSize.ofMebibytes(64), DataSize.ofMebibytes(64)), metrics);
  private final RecordingExporter exporter = new RecordingExporter("otlp");

  @Test
  void close_windowsOpen_sendsEverythingFirst() {
    Lane lane = lane(WindowConfig.defaults());
    lane.start();
    for (int key = 0; key < 1_000; key++) {
      journal.append(trace(key, 2));
    }

    lane.close(LONG);
    lane.close(LONG);

    assertThat(lane.drained()).isTrue();
    assertThat(lane.account().sent()).isEqualTo(2_000);
    assertThat(lane.account().balanced()).isTrue();
    assertThat(exporter.delivered()).hasSize(2_000);
    assertThat(journal.bytes()).isZero();
  }

  @Test
  void close_deadlineOver_countsTheRestAsNotDrained() {
    exporter.holding();
    Lane lane = lane(WindowConfig.defaults());
    lane.start();
    journal.append(trace(1, 2));

    lane.close(Duration.ofMillis(50));

    assertThat(lane.drained()).isFalse();
    assertThat(lane.account().dropped(DropReason.NOT_DRAINED)).isEqualTo(2);
    assertThat(lane.account().balanced()).isTrue();
    assertThat(lane.account().toString())
        .isEqualTo(
            "lane otlp: accepted 2 + created 0 {} = sent 0 + waiting 0 + merged 0 {}"
                + " + dropped 2 {not_drained=2}; resent 0");
  }

  @Test
  void close_neverStarted_letsGoOfTheJournal() {
    Lane lane = lane(WindowConfig.defaults());
    journal.append(trace(1, 2));

    lane.close(LONG);

    assertThat(journal.bytes()).isZero();
    assertThat(lane.drained()).isFalse();
  }

  @Test
  void metrics_showTheAccount() throws IOException {
    Lane lane = lane(LaneBed.NO_WINDOW);
    journal.append(TestSpans.from("other", trace(1, 2)));
    journal.append(trace(2, 3));
    assertThat(scrape())
        .contains("ichnos_lane_accepted_spans_total{exporter=\"otlp\"} 5.0")
        .contains("ichnos_lane_waiting_spans{exporter=\"otlp\"} 5.0")
        .contains("ichnos_journal_entries 2.0");
    lane.start();

    lane.close(LONG);

    assertThat(scrape())
        .contains("ichnos_lane_accepted_spans_total{exporter=\"otlp\"} 5.0")
        .contains("ichnos_lane_sent_spans_total{exporter=\"otlp\"} 3.0")
        .contains("ichnos_lane_waiting_spans{exporter=\"otlp\"} 0.0")
        .contains("ichnos_lane_dropped_spans_total{exporter=\"otlp\",reason=\"not_routed\"} 2.0")
        .contains("ichnos_lane_oldest_age_seconds{exporter=\"otlp\"} 0.0")
        .contains("ichnos_journal_bytes 0.0");
  }

  private String scrape() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrometheusTextFormatWriter.builder().build().write(out, metrics.registry().scrape());
    return out.toString(StandardCharsets.UTF_8);
  }

  private Lane lane(WindowConfig window) {
    LaneConfig config = LaneBed.config(window, 100, 4);
    return new Lane(
        exporter, journal.reader("otlp"), config, LaneRules.of(Set.of("test")), metrics);
  }
}
