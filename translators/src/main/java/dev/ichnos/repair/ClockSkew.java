package dev.ichnos.repair;

/** What becomes of a server span that lies outside the times of its client span. */
public enum ClockSkew {
  /** Nothing. */
  OFF,
  /** It is said on the span by how much. */
  ANNOTATE,
  /** It is moved inside, with what its instance did for it; durations stay. */
  CORRECT
}
