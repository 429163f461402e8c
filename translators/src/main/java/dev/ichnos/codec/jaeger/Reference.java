package dev.ichnos.codec.jaeger;

import dev.ichnos.model.Attributes;
import dev.ichnos.model.Link;
import dev.ichnos.semconv.OtelKeys;

/**
 * From a span to another.
 *
 * @param followsFrom {@code FOLLOWS_FROM}; else {@code CHILD_OF}
 */
record Reference(long traceIdHigh, long traceIdLow, long spanId, boolean followsFrom) {
  private static final Attributes CHILD_OF =
      Attributes.of(OtelKeys.OPENTRACING_REF_TYPE, "child_of");
  private static final Attributes FOLLOWS_FROM =
      Attributes.of(OtelKeys.OPENTRACING_REF_TYPE, "follows_from");

  boolean isOfTrace(long high, long low) {
    return traceIdHigh == high && traceIdLow == low;
  }

  Link link() {
    return new Link(
        traceIdHigh, traceIdLow, spanId, "", 0, followsFrom ? FOLLOWS_FROM : CHILD_OF, 0);
  }
}
