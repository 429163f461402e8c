package dev.ichnos.collector.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.DataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Label;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Freezes what dashboards and alerts depend on. A name, type or label that changes must change in
 * {@code metrics/names.txt} and {@code docs/metrics.md} too, and be told to users.
 */
class MetricNamesTest {
  private static final Pattern ROW =
      Pattern.compile("\\| `(ichnos_\\w+)` \\| (\\w+) \\| ([^|]*) \\| [^|]+ \\|");

  @Test
  void scrape_ofEverything_hasTheFrozenNames() throws IOException {
    assertThat(names()).containsExactlyElementsOf(frozen());
  }

  @Test
  void reference_hasARowForEachName() throws IOException {
    List<String> rows =
        Files.readAllLines(Path.of("../docs/metrics.md")).stream()
            .map(ROW::matcher)
            .filter(java.util.regex.Matcher::matches)
            .map(
                row ->
                    String.join(
                            " ", row.group(1), row.group(2), row.group(3).replaceAll("[`,]", ""))
                        .strip())
            .sorted()
            .toList();

    assertThat(rows).containsExactlyElementsOf(frozen());
  }

  private static List<String> frozen() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(MetricNamesTest.class.getResourceAsStream("/metrics/names.txt"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .toList();
    }
  }

  /** Each counter is touched once: labels show on values alone. */
  private static List<String> names() {
    Metrics metrics = new Metrics();
    metrics.accepted("r", "f", 1);
    metrics.refused("r", "why", 1);
    metrics.refusedMessage("r", "why");
    metrics.receiverDropped("r", "why", 1);
    metrics.mended("r", "why", 1);
    metrics.ruleApplied("rule", 1);
    metrics.podRequest("list", "ok");
    metrics.podLeftOut("why", 1);
    metrics.pods(() -> 1, () -> 1);
    metrics.podsSyncAge(() -> 1);
    metrics.exportRequest("e", "delivered");
    metrics.encodeLosses("e", 1, 1);
    metrics.evicted("e", 1);
    metrics.connectionRefused("l");
    metrics.messageRefused();
    metrics.fileReload("f", "used");
    metrics.certificateExpiration("f", 1);
    metrics.journal(() -> 1, () -> 1, 1, () -> 1);
    Map<String, Long> one = Map.of("x", 1L);
    metrics.lane(
        () ->
            new LaneReading(
                "e",
                1,
                1,
                1,
                1,
                one,
                one,
                one,
                one,
                1,
                1,
                1,
                new LaneReading.Memory(1, 1, one),
                new LaneReading.Joins(one, 1, 1, 1)));
    return metrics.registry().scrape().stream().map(MetricNamesTest::line).sorted().toList();
  }

  private static String line(MetricSnapshot metric) {
    boolean counter = metric instanceof CounterSnapshot;
    Set<String> line = new LinkedHashSet<>();
    line.add(metric.getMetadata().getPrometheusName() + (counter ? "_total" : ""));
    line.add(counter ? "counter" : "gauge");
    for (DataPointSnapshot value : metric.getDataPoints()) {
      for (Label label : value.getLabels()) {
        line.add(label.getName());
      }
    }
    return String.join(" ", line);
  }
}
