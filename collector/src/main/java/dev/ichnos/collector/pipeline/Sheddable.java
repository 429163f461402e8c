package dev.ichnos.collector.pipeline;

/** A trace that can still be given up as a whole. */
interface Sheddable {
  long traceKey();

  /** The tenant of its first entry; empty when the sender stated none. */
  String tenant();

  /** Whether one of its spans failed or must be recorded at any cost. */
  boolean urgent();

  /** Bytes of the journal that it pins. */
  long bytes();
}
