/**
 * Which trace a span belongs to, by the headers that were captured on it as tags.
 *
 * <p>Tracers of proxies know one family of trace headers. What an application forwards of another
 * family, a mesh can record as a tag: {@link dev.ichnos.identity.context.CapturedContexts} finds
 * such tags and reads them, and leaves out those of the sender's own tracer, which only repeat the
 * span's own context. Three rules act on single spans, in this order:
 *
 * <ul>
 *   <li>{@code trust_parent}: at gateways that are told so, parents from outside become links
 *   <li>{@code captured_context}: each captured context becomes a link
 *   <li>{@code trace_id_from_header}: the trace id becomes a captured one
 * </ul>
 *
 * <p>{@link dev.ichnos.identity.context.ContextSettings} says for each receiver which of the last
 * two runs; docs/trace-ids.md tells users. Whatever needs several spans in view is repair's.
 */
@NullMarked
package dev.ichnos.identity.context;

import org.jspecify.annotations.NullMarked;
