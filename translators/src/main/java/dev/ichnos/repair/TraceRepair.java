package dev.ichnos.repair;

import dev.ichnos.identity.rule.RuleObserver;
import dev.ichnos.model.Span;
import java.util.ArrayList;
import java.util.List;

/**
 * The rules of repair that are switched on, in their order. Immutable, safe for many threads, never
 * blocks.
 */
public final class TraceRepair {
  private final List<TraceRule> rules;

  public TraceRepair(RepairRules switches) {
    List<TraceRule> on = new ArrayList<>();
    // First, since it makes server halves, whose children then follow.
    if (switches.sharedSpanUnflagged()) {
      on.add(new SharedSpanUnflagged());
    }
    if (switches.sharedSpanChildren()) {
      on.add(new SharedSpanChildren());
    }
    rules = List.copyOf(on);
  }

  /**
   * The spans as the rules read them, in their order: the same list if no rule changed one.
   *
   * @param trace spans of one trace, each already seen by identity
   * @param observer told once for each rule that changed something
   */
  @SuppressWarnings("ReferenceEquality") // a rule that changes nothing answers the same instances
  public List<Span> repair(List<Span> trace, RuleObserver observer) {
    List<Span> spans = trace;
    for (TraceRule rule : rules) {
      List<Span> after = rule.apply(spans);
      if (after == spans) {
        continue;
      }
      int changed = 0;
      for (int i = 0; i < after.size(); i++) {
        changed += after.get(i) == spans.get(i) ? 0 : 1;
      }
      observer.applied(rule.id(), changed);
      spans = after;
    }
    return spans;
  }
}
