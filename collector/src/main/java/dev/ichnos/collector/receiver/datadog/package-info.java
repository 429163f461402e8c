/**
 * The trace API of Datadog's Agent, for its tracers and for Envoy: traces by PUT or POST in every
 * version from v0.1 to v0.7, and what else tracers call.
 *
 * <p>Tracers ask {@code GET /info} what there is, or try a version and take the one before where
 * they get 404, as they do here for {@code /v1.0/traces}. What is offered decides what they send:
 * an Agent that takes client statistics ({@code /v0.6/stats}) is sent those and, if it says {@code
 * client_drop_p0s}, no trace that was not sampled. Neither is offered, so every trace comes, marked
 * with its sampling priority. The answer tells tracers how much to sample: {@code rate_by_service},
 * which is what the least selective lane takes. One without a body is an error to them.
 *
 * <p>What is sent all the same and is no trace is read and forgotten: statistics, data streams'
 * statistics, telemetry about the tracer. Remote configuration gets 404, by which a tracer knows
 * that there is none; so do profiles and whatever else an Agent only passes on, since to take it
 * would be to lose it in silence. Sources: DataDog/datadog-agent pkg/trace/api @ 7.66,
 * DataDog/dd-trace-java communication/ddagent @ 1.68, DataDog/dd-trace-cpp datadog_agent.cpp.
 */
@NullMarked
package dev.ichnos.collector.receiver.datadog;

import org.jspecify.annotations.NullMarked;
