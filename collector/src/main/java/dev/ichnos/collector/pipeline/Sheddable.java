package dev.ichnos.collector.pipeline;

import java.util.function.LongConsumer;

/** A trace that can still be given up as a whole. */
interface Sheddable {
  /** The key by which it is chosen. */
  long traceKey();

  /** Tells the keys of all entries that it holds: several where traces are joined. */
  void eachTraceKey(LongConsumer action);

  /** The tenant of its first entry; empty when the sender stated none. */
  String tenant();

  /** Whether one of its spans failed or must be recorded at any cost. */
  boolean urgent();

  /** Bytes of the journal that it pins. */
  long bytes();
}
