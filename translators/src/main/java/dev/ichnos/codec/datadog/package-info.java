/**
 * Datadog's trace formats, as tracers send them to an Agent.
 *
 * <p>A message of {@code /v0.4/traces} is msgpack: an array of chunks, a chunk an array of spans of
 * one trace, a span a map (DataDog/dd-trace-java TraceMapperV0_4; datadog-agent pkg/trace/api):
 *
 * <pre>
 * service name resource type     texts; "name" is the operation, "resource" what was operated on
 * trace_id span_id parent_id     unsigned 64 bits; a root's parent is 0
 * start duration                 nanoseconds, signed 64 bits
 * error                          0 or 1
 * meta                           texts by key: what others call tags
 * metrics                        doubles by key
 * </pre>
 *
 * <p>{@code /v0.7/traces} wraps such chunks, each now a map with its sampling priority, into one
 * map that says of which host, environment, version and container they are; only it lets a gateway
 * say so. The upper half of a trace id is a tag of a chunk's first span, {@code _dd.p.tid}.
 *
 * <p>{@code /v0.5/traces} has every text once, in a dictionary, and spans that are arrays of places
 * in it. All of these are read, and JSON; v0.4 and v0.7 are written.
 *
 * <p>Agents normalise names and cut what is long; here it is done before, by their rules, and
 * counted, so that nothing changes or goes missing behind us. docs/formats/datadog.md has what is
 * written, datadog-in.md what is read.
 */
@NullMarked
package dev.ichnos.codec.datadog;

import org.jspecify.annotations.NullMarked;
