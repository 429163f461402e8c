package dev.ichnos.identity;

import dev.ichnos.model.Span;
import dev.ichnos.model.SpanBatch;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rules of identity that are switched on, in their order. Immutable, safe for many threads,
 * never blocks.
 */
public final class Identity {
  private final List<SpanRule> rules;

  public Identity(IdentityRules switches) {
    List<SpanRule> on = new ArrayList<>();
    // Before the split, which makes the span's own wire id its parent.
    if (switches.parentIsSelf()) {
      on.add(new ParentIsSelf());
    }
    if (switches.sharedSpanSplit()) {
      on.add(new SharedSpanSplit());
    }
    if (switches.absentTimes()) {
      on.add(new AbsentTimes());
    }
    rules = List.copyOf(on);
  }

  /**
   * The batch as the rules read it: the same instance if no rule changed a span.
   *
   * @param observer told once for each rule that changed something
   */
  @SuppressWarnings("ReferenceEquality") // a rule that changes nothing answers the same instance
  public SpanBatch apply(SpanBatch batch, RuleObserver observer) {
    List<Span> spans = batch.spans();
    for (SpanRule rule : rules) {
      @Nullable List<Span> changed = null;
      int count = 0;
      for (int i = 0; i < spans.size(); i++) {
        Span before = spans.get(i);
        Span after = rule.apply(before, batch.origin());
        if (after == before) {
          continue;
        }
        if (changed == null) {
          changed = new ArrayList<>(spans);
        }
        changed.set(i, after);
        count++;
      }
      if (changed != null) {
        spans = changed;
        observer.applied(rule.id(), count);
      }
    }
    return spans == batch.spans() ? batch : batch.withSpans(spans);
  }
}
