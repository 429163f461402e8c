/**
 * Envoy's own trace stream ({@code envoy.service.trace.v2} and {@code v3} {@code
 * TraceService/StreamTraces} @ Envoy 1.32), gRPC, by default on the OpenCensus agent's port.
 *
 * <p>A client keeps one call open for ever, identifies itself in its first message only and never
 * half-closes; it expects no answer before the end.
 */
@NullMarked
package dev.ichnos.collector.receiver.envoy;

import org.jspecify.annotations.NullMarked;
