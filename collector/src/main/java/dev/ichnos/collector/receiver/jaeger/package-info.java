/**
 * Jaeger's collector as its clients see it (jaegertracing/jaeger cmd/collector @ 1.60): {@code
 * jaeger.api_v2.CollectorService/PostSpans} by gRPC on 14250, and {@code POST /api/traces} with a
 * batch in thrift on 14268.
 *
 * <p>A good message is answered 202 without a body, one that cannot be read, or is of another type,
 * 400 with a line of text; clients log that and send nothing again.
 *
 * <p>Clients whose sampler is {@code remote}, Jaeger's default, ask how to sample: {@code
 * jaeger.api_v2.SamplingManager/GetSamplingStrategy}, {@code GET /api/sampling?service=NAME} of a
 * collector, {@code GET /sampling?service=NAME} of an agent. They are told to sample every trace.
 */
@NullMarked
package dev.ichnos.collector.receiver.jaeger;

import org.jspecify.annotations.NullMarked;
