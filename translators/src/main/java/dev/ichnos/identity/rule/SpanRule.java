package dev.ichnos.identity.rule;

import dev.ichnos.model.Origin;
import dev.ichnos.model.Span;
import org.jspecify.annotations.Nullable;

/**
 * One rule of identity, or several that share their reading of a span: stateless from batch to
 * batch, and idempotent. Immutable, safe for many threads.
 */
@FunctionalInterface
public interface SpanRule {
  /**
   * The rule at work on one batch.
   *
   * @param changes told of every span that is changed or left out
   */
  Pass begin(Origin origin, Changes changes);

  /** A rule at work on the spans of one batch, on one thread; what it remembers ends with it. */
  @FunctionalInterface
  interface Pass {
    /**
     * The span as the rule reads it: the same instance if there is nothing to change, null if it is
     * to be left out.
     */
    @Nullable Span apply(Span span);
  }
}
