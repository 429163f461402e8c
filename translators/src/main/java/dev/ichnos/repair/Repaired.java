package dev.ichnos.repair;

import dev.ichnos.model.Span;
import java.util.List;
import java.util.Objects;

/**
 * A trace as the rules of repair read it.
 *
 * @param spans as many as came in, plus those created, less those merged
 * @param after what later spans of the trace are to follow
 */
public record Repaired(List<Span> spans, TraceDecisions after) {
  public Repaired {
    Objects.requireNonNull(spans, "spans");
    Objects.requireNonNull(after, "after");
  }

  /** A trace on which nothing was decided. */
  public static Repaired of(List<Span> spans) {
    return new Repaired(spans, TraceDecisions.NONE);
  }
}
