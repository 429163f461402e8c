/**
 * Version 2 of Google's Cloud Trace API, as its exporters speak it when their endpoint is
 * overridden: {@code google.devtools.cloudtrace.v2.TraceService} over gRPC, and its REST form.
 *
 * <pre>
 * BatchWriteSpans   POST /v2/projects/P/traces:batchWrite           google.protobuf.Empty, {}
 * CreateSpan        POST /v2/projects/P/traces/T/spans/S            an empty Span
 * </pre>
 *
 * <p>Whoever sends is let in: {@code authorization} and {@code x-goog-*} headers are neither looked
 * at nor kept. Google's API refuses a request for one bad span; here the good ones are taken, and a
 * request is refused only when nothing in it can be used. REST errors have the form of AIP-193,
 * {@code {"error":{"code":400,"message":"...","status":"INVALID_ARGUMENT"}}}. Version 1 of the API
 * ({@code PatchTraces}) is not served, and says so. Sources: googleapis
 * google/devtools/cloudtrace/v2/tracing.proto and cloudtrace_v2.yaml @ 2026-08, google.aip.dev/193.
 */
@NullMarked
package dev.ichnos.collector.receiver.cloudtrace;

import org.jspecify.annotations.NullMarked;
