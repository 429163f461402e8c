package dev.ichnos.identity.rule;

/** How many spans of one batch each rule changed, or left out. Not thread-safe. */
@SuppressWarnings("EnumOrdinal") // an array by rule, which lives as long as one batch
public final class Changes {
  private static final RuleId[] RULES = RuleId.values();

  private final int[] spans = new int[RULES.length];

  /** The rule changed one more span, or left it out. */
  public void changed(RuleId rule) {
    spans[rule.ordinal()]++;
  }

  /** Spans that the rule changed so far. */
  public int of(RuleId rule) {
    return spans[rule.ordinal()];
  }

  /** Tells each rule that changed something, in the order of {@link RuleId}. */
  public void tell(RuleObserver observer) {
    for (RuleId rule : RULES) {
      int count = spans[rule.ordinal()];
      if (count > 0) {
        observer.applied(rule.label(), count);
      }
    }
  }
}
