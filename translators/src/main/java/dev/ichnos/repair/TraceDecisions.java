package dev.ichnos.repair;

/**
 * What was decided on the spans of a trace that have left, so that later ones can follow: a pure
 * function of all spans so far. Immutable, safe for many threads.
 */
public final class TraceDecisions {
  /** No span of the trace was seen. */
  public static final TraceDecisions NONE = new TraceDecisions();

  private TraceDecisions() {}

  /** Roughly the heap bytes that it holds, itself included. */
  public int retainedBytes() {
    return 16;
  }
}
