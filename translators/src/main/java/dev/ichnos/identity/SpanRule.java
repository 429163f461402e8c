package dev.ichnos.identity;

import dev.ichnos.model.Origin;
import dev.ichnos.model.Span;

/** One rule of identity: stateless, and idempotent. */
interface SpanRule {
  /** Lower snake case; a metric label, frozen once released. */
  String id();

  /** The span as the rule reads it: the same instance if there is nothing to change. */
  Span apply(Span span, Origin origin);
}
