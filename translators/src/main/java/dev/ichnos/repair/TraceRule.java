package dev.ichnos.repair;

import dev.ichnos.model.Span;
import java.util.List;

/** One rule of repair: stateless, idempotent, blind to the order of the spans. */
interface TraceRule {
  /** Lower snake case; a metric label, frozen once released. */
  String id();

  /**
   * For each span of the trace what the rule makes of it: the same instance where it has nothing to
   * change, and the same list if that is so for all.
   */
  List<Span> apply(List<Span> trace);
}
