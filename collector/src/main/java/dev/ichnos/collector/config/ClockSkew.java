package dev.ichnos.collector.config;

/** {@code clock_skew}: what becomes of a server span that lies outside its client span. */
public enum ClockSkew {
  /** Nothing. */
  OFF,
  /** The span says by how much. */
  ANNOTATE,
  /** The span is moved as well, and says so. */
  CORRECT
}
