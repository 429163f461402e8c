package dev.ichnos.collector.demo;

import dev.ichnos.model.TraceId;

/**
 * What a span of the demo's mesh is known by.
 *
 * @param parentSpanId 0 for a root
 */
record SpanIds(TraceId traceId, long spanId, long parentSpanId) {}
