package dev.ichnos.collector.component;

import java.util.Map;
import java.util.Objects;

/**
 * What metrics say of one lane at one moment; numbers are spans where nothing else is said.
 *
 * @param exporter the lane's id
 * @param dropped by reason
 * @param created by rule
 * @param merged by rule
 * @param repaired by rule: spans that were changed, neither added nor united
 * @param oldestAgeSeconds since the append of the oldest span that waits in the lane; 0 for none
 * @param windowTraces traces that are open now
 * @param earlyClosedTraces traces closed for want of bytes so far
 */
public record LaneReading(
    String exporter,
    long accepted,
    long sent,
    long waiting,
    long resent,
    Map<String, Long> dropped,
    Map<String, Long> created,
    Map<String, Long> merged,
    Map<String, Long> repaired,
    double oldestAgeSeconds,
    long windowTraces,
    long earlyClosedTraces) {
  public LaneReading {
    Objects.requireNonNull(exporter, "exporter");
    dropped = Map.copyOf(dropped);
    created = Map.copyOf(created);
    merged = Map.copyOf(merged);
    repaired = Map.copyOf(repaired);
  }
}
