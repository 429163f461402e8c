package dev.ichnos.codec.datadog;

import dev.ichnos.model.Span;
import java.util.List;

/**
 * The spans of one trace in one message.
 *
 * @param traceIdHigh the upper half of the trace id, 0 if none of the spans knows it
 * @param spans the local root first, the others as they came; never empty
 */
record Chunk(long traceIdHigh, List<Span> spans) {}
