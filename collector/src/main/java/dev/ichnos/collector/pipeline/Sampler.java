package dev.ichnos.collector.pipeline;

import dev.ichnos.model.Span;
import java.util.List;

/** Decides which whole traces a lane sends. Called by the lane's thread. */
@FunctionalInterface
public interface Sampler {
  /** Sends every trace. */
  Sampler KEEP_ALL = (trace, randomness) -> true;

  /**
   * Whether the trace is sent.
   *
   * @param trace its spans as repaired, at least one
   * @param randomness {@link TraceRandomness} of its key
   */
  boolean keeps(List<Span> trace, double randomness);
}
