package dev.ichnos.propagation;

import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Gathers what a writing loses; allocates nothing while there is none. */
final class Losses {
  private @Nullable EnumSet<Loss> lost;

  /** Adds a loss, if there is something to lose. */
  Losses add(Loss loss, boolean said) {
    if (said) {
      EnumSet<Loss> set = lost;
      if (set == null) {
        set = EnumSet.noneOf(Loss.class);
        lost = set;
      }
      set.add(loss);
    }
    return this;
  }

  /** Adds what no family but W3C's own says. */
  Losses addW3c(TraceContext context) {
    return add(Loss.RANDOM_TRACE_ID, context.randomTraceId())
        .add(Loss.TRACE_STATE, !context.traceState().isEmpty());
  }

  /** All that were added. */
  Set<Loss> all() {
    return lost == null ? Set.of() : lost;
  }
}
