/**
 * LightStep's collector, as its tracers and Envoy up to 1.23 speak to it: {@code
 * lightstep.collector.CollectorService/Report} over gRPC, and {@code POST /api/v2/reports} with the
 * same protobuf message as {@code application/octet-stream}.
 *
 * <p>The answer is a {@code ReportResponse} with the times at which the report came and the answer
 * went: tracers correct their clock by them. Over HTTP its media type is the request's, and an
 * error is one as well, its text in {@code errors}. Overload is UNAVAILABLE with RetryInfo, or 503
 * with Retry-After.
 *
 * <p>Whoever sends is let in. The access token, in the report's {@code auth}, in the header {@code
 * lightstep-access-token} or in that name's gRPC metadata, is neither looked at nor kept. Istio
 * 1.16 to 1.26 sends OTLP with that metadata instead of these reports, which the OTLP receiver
 * takes, on this port too. Sources: lightstep/lightstep-tracer-common collector.proto @ 2019-07,
 * lightstep-tracer-javascript src/imp/platform @ 0.35.
 */
@NullMarked
package dev.ichnos.collector.receiver.lightstep;

import org.jspecify.annotations.NullMarked;
