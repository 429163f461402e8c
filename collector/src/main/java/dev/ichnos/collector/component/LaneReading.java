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
 * @param memory what is kept of traces that have closed
 * @param joins what was found of traces with different ids
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
    long earlyClosedTraces,
    Memory memory,
    Joins joins) {
  /**
   * What was decided on closed traces, for their late spans.
   *
   * @param bytes that it takes up now
   * @param traces that are remembered now
   * @param forgotten traces so far, by why
   */
  public record Memory(long bytes, long traces, Map<String, Long> forgotten) {
    public Memory {
      forgotten = Map.copyOf(forgotten);
    }
  }

  /**
   * Traces of one request whose ids differ.
   *
   * @param finds by evidence; one find counts under each kind that it rests on
   * @param traces that were found to be part of another
   * @param tooLarge times that traces were too many, or too large, to be looked at together
   * @param lateSpans spans that came after their trace had got another id, and got it too
   */
  public record Joins(Map<String, Long> finds, long traces, long tooLarge, long lateSpans) {
    /** Nothing was found. */
    public static final Joins NONE = new Joins(Map.of(), 0, 0, 0);

    public Joins {
      finds = Map.copyOf(finds);
    }
  }

  public LaneReading {
    Objects.requireNonNull(exporter, "exporter");
    dropped = Map.copyOf(dropped);
    created = Map.copyOf(created);
    merged = Map.copyOf(merged);
    repaired = Map.copyOf(repaired);
    Objects.requireNonNull(memory, "memory");
    Objects.requireNonNull(joins, "joins");
  }
}
