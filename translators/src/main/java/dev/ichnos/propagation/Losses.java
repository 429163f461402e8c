package dev.ichnos.propagation;

import dev.ichnos.model.Sampled;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Gathers what a writing loses; allocates nothing while there is none. */
final class Losses {
  private @Nullable EnumSet<Loss> lost;

  /** All that a context says, for a family that can write nothing of it. */
  static Set<Loss> ofEverything(TraceContext context) {
    return new Losses()
        .add(Loss.TRACE_ID, context.hasTraceId())
        .add(Loss.DECISION, context.sampled() != Sampled.DEFERRED)
        .add(Loss.DEBUG, context.debug())
        .addW3c(context)
        .addDetail(context)
        .all();
  }

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

  /** Adds another family's own values, for a family that has none itself. */
  Losses addDetail(TraceContext context) {
    return add(Loss.DETAIL, context.detail() != FamilyDetail.NONE);
  }

  /** All that were added. */
  Set<Loss> all() {
    return lost == null ? Set.of() : lost;
  }
}
