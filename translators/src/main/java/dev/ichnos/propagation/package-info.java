/**
 * Propagation: the headers by which services tell each other the trace of a request.
 *
 * <p>A mesh never speaks one language alone. Envoy's Zipkin tracer writes B3, a load balancer of
 * Google's writes {@code x-cloud-trace-context}, an application's SDK writes W3C {@code
 * traceparent}; gRPC services of the OpenCensus years carry {@code grpc-trace-bin}. They say nearly
 * the same thing: which trace (64 or 128 bits), which span sent the request (64 bits), and whether
 * the trace is recorded: yes, no, or not decided yet.
 *
 * <p>{@link dev.ichnos.propagation.TraceContext} is that common meaning. Each {@link
 * dev.ichnos.propagation.HeaderFamily} reads its headers into it and writes them from it; {@link
 * dev.ichnos.propagation.HeaderFamilies} lists all, in the order in which one wins over another.
 * What a family cannot say is declared ({@link dev.ichnos.propagation.Loss}) and held by a test
 * over every ordered pair. Reading is lenient where senders are known to deviate ({@link
 * dev.ichnos.propagation.Leniency}) and writing is exact. What a peer got wrong is data, a {@link
 * dev.ichnos.propagation.HeaderReading.Refused}, never an exception.
 *
 * <p>Everything here is pure and safe to share between threads. Headers captured as attributes of
 * spans are parsed at the full rate of spans, so parsers work on indexes of the one string and
 * allocate little more than the context.
 */
@NullMarked
package dev.ichnos.propagation;

import org.jspecify.annotations.NullMarked;
