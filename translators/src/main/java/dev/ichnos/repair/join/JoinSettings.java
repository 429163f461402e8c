package dev.ichnos.repair.join;

/**
 * Bounds of what is joined, and how far it goes.
 *
 * @param skewNanos how far the clocks of two nodes may differ
 * @param maxTraces traces that one joined trace may be made of
 * @param maxSpans spans that one joined trace may have
 * @param parents whether roots get a parent in another of the traces; else only the id is one
 */
public record JoinSettings(long skewNanos, int maxTraces, int maxSpans, boolean parents) {
  public JoinSettings {
    if (skewNanos < 0 || maxTraces < 2 || maxSpans < 2) {
      throw new IllegalArgumentException(
          "skewNanos, maxTraces, maxSpans: %d, %d, %d (expected: at least 0, 2, 2)"
              .formatted(skewNanos, maxTraces, maxSpans));
    }
  }

  /** 25 ms, 32 traces, 2000 spans. */
  public static JoinSettings defaults() {
    return new JoinSettings(25_000_000, 32, 2_000, true);
  }

  /** The same without parents. */
  public JoinSettings withoutParents() {
    return new JoinSettings(skewNanos, maxTraces, maxSpans, false);
  }
}
