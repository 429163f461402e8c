/**
 * Sends spans to Datadog, through the trace API of one of its Agents (port 8126).
 *
 * <p>A message to {@code /v0.4/traces} is a list of chunks, one for each trace; to {@code
 * /v0.7/traces} it also says once of which host, environment, version and container they are. Which
 * host a span is of comes from the span, never from where Ichnos or the Agent runs: no {@code
 * Datadog-Container-ID} is ever sent, for the Agent would put that container's tags on all of them.
 * The Agent computes the statistics, and it sees every trace that the lane keeps.
 */
@NullMarked
package dev.ichnos.collector.exporter.datadog;

import org.jspecify.annotations.NullMarked;
