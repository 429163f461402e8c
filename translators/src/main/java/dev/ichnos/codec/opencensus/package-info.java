/**
 * Spans as OpenCensus libraries send them to their agent (census-instrumentation/opencensus-proto
 * {@code agent/trace/v1/trace_service.proto}, {@code trace/v1/trace.proto} @ 0.2 to 0.4).
 *
 * <p>An {@code ExportTraceServiceRequest} names a <em>node</em> (process, library, service), a
 * resource and spans. Node and resource hold until others come, on the whole stream: a message of a
 * long stream may hold nothing but spans. {@link dev.ichnos.codec.opencensus.OpenCensusDecoder}
 * therefore makes a decoder for each stream. A span may carry a resource of its own.
 *
 * <p>Text that may have been cut is a message of its own, {@code TruncatableString}; what happened
 * in a span is a {@code TimeEvent}, either an annotation or a message that was sent or received.
 * There are two kinds, CLIENT and SERVER, and a status is a code of gRPC.
 *
 * <p>opencensus-cpp, which is in Envoy, writes ids as hex text where bytes are meant, in links or
 * everywhere, zeros for a root's parent, and no kind. The mapping, field by field, is in
 * docs/formats/opencensus.md.
 *
 * <p>{@link dev.ichnos.codec.opencensus.OpenCensusSpans} is for Envoy's TraceService, whose
 * messages hold the same spans.
 */
@NullMarked
package dev.ichnos.codec.opencensus;

import org.jspecify.annotations.NullMarked;
