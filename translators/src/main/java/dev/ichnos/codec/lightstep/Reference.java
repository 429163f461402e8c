package dev.ichnos.codec.lightstep;

import dev.ichnos.model.Attributes;
import dev.ichnos.model.Link;
import dev.ichnos.semconv.OtelKeys;

/**
 * From a span to another.
 *
 * @param traceId 0 where the sender did not say it: the span's own
 * @param followsFrom {@code FOLLOWS_FROM}; else {@code CHILD_OF}
 */
record Reference(long traceId, long spanId, boolean followsFrom) {
  private static final Attributes CHILD_OF =
      Attributes.of(OtelKeys.OPENTRACING_REF_TYPE, "child_of");
  private static final Attributes FOLLOWS_FROM =
      Attributes.of(OtelKeys.OPENTRACING_REF_TYPE, "follows_from");

  boolean isOfTrace(long other) {
    return traceId == 0 || traceId == other;
  }

  Link link(long ownTraceId) {
    long linked = traceId == 0 ? ownTraceId : traceId;
    return new Link(0, linked, spanId, "", 0, followsFrom ? FOLLOWS_FROM : CHILD_OF, 0);
  }
}
