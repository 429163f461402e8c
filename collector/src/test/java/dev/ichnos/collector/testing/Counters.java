package dev.ichnos.collector.testing;

import dev.ichnos.collector.component.Metrics;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.DataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import java.util.List;

/** Reads metrics as a scrape shows them. */
public final class Counters {
  private Counters() {}

  /**
   * The sum of a family's values that have these labels.
   *
   * @param name without {@code _total}
   * @param labels name and value by turns
   */
  public static double value(Metrics metrics, String name, String... labels) {
    return metrics.registry().scrape(name::equals).stream()
        .<DataPointSnapshot>flatMap(family -> family.getDataPoints().stream())
        .filter(point -> matches(point, List.of(labels)))
        .mapToDouble(Counters::value)
        .sum();
  }

  private static boolean matches(DataPointSnapshot point, List<String> labels) {
    for (int i = 0; i < labels.size(); i += 2) {
      if (!labels.get(i + 1).equals(point.getLabels().get(labels.get(i)))) {
        return false;
      }
    }
    return true;
  }

  private static double value(DataPointSnapshot point) {
    return point instanceof CounterSnapshot.CounterDataPointSnapshot counter
        ? counter.getValue()
        : ((GaugeSnapshot.GaugeDataPointSnapshot) point).getValue();
  }
}
