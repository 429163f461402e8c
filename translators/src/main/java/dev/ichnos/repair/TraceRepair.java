package dev.ichnos.repair;

import dev.ichnos.model.Span;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rules of repair that are switched on, in the order of {@link RepairRule}. Immutable, safe for
 * many threads, never blocks.
 */
public final class TraceRepair {
  private final TraceRule[] rules;

  public TraceRepair(RepairSettings settings) {
    List<TraceRule> on = new ArrayList<>();
    // First, since it makes server halves, whose children then follow.
    if (settings.has(RepairRule.SHARED_SPAN_UNFLAGGED)) {
      on.add(new SharedSpanUnflagged());
    }
    if (settings.has(RepairRule.SHARED_SPAN_CHILDREN)) {
      on.add(new SharedSpanChildren());
    }
    rules = on.toArray(TraceRule[]::new);
  }

  /**
   * The spans as the rules read them: the same list if no rule changed anything.
   *
   * @param trace spans of one trace, each already seen by identity
   * @param before what was decided on earlier spans of the trace; null if there were none
   * @param observer told once for each rule that did something
   */
  public Repaired repair(
      List<Span> trace, @Nullable TraceDecisions before, RepairObserver observer) {
    TraceDraft draft = new TraceDraft(trace, before == null ? TraceDecisions.NONE : before);
    for (TraceRule rule : rules) {
      rule.apply(draft);
    }
    draft.tell(observer);
    return new Repaired(draft.spans(), TraceDecisions.NONE);
  }
}
