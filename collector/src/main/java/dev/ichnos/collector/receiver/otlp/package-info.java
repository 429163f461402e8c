/**
 * OTLP, over gRPC ({@code TraceService/Export}) and over HTTP ({@code POST /v1/traces}, protobuf or
 * JSON).
 *
 * <p>The gRPC method is served as client streaming. Envoy up to 1.29 opens it as a stream, writes
 * message after message and never half-closes (envoyproxy/envoy issue 31497); a unary handler would
 * wait for ever. A stock unary client cannot tell the difference: it sends one message, half-closes
 * and gets its answer once the journal has the spans. On a stream, every message is taken at once,
 * the next one is asked for when it is in the journal, and the one answer comes when the listener
 * lets the connection go.
 *
 * <p>Answers follow opentelemetry-proto docs/specification.md @ 1.11: an empty export is a success;
 * spans that are left out for good are a partial success, which must not be sent again; what cannot
 * be read is INVALID_ARGUMENT or 400; overload is UNAVAILABLE with RetryInfo, or 503 with
 * Retry-After; HTTP errors carry a google.rpc.Status in the request's encoding.
 */
@NullMarked
package dev.ichnos.collector.receiver.otlp;

import org.jspecify.annotations.NullMarked;
