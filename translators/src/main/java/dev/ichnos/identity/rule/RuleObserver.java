package dev.ichnos.identity.rule;

/** Told how often a rule changed something; called by the thread that applies the rules. */
@FunctionalInterface
public interface RuleObserver {
  /** Counts nothing. */
  RuleObserver NONE = (ruleId, spans) -> {};

  /**
   * A rule changed spans of one batch, or left them out.
   *
   * @param ruleId lower snake case, such as {@code shared_span_split}
   * @param spans how many it changed, at least 1
   */
  void applied(String ruleId, int spans);
}
