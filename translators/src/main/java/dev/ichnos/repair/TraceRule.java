package dev.ichnos.repair;

/**
 * One rule of repair: idempotent and blind to the order of the spans. Immutable, safe for many
 * threads; the draft is one thread's.
 */
@FunctionalInterface
interface TraceRule {
  /** Changes in the draft what the rule has to change, and nothing else. */
  void apply(TraceDraft trace);

  /** Whether it may say something on a {@linkplain TraceDraft#isLoneSpan lone span} too. */
  default boolean isForLoneSpans() {
    return false;
  }
}
