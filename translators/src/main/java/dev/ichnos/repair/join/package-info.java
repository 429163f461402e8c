/**
 * Finds traces of one request that carry different ids, and makes them one.
 *
 * <p>Two things are needed, and neither is enough alone. A <em>token</em> says that spans may be of
 * one request: a trace id that was captured from headers, or a request id. An <em>attachment</em>
 * says how a span of one trace came out of a span of another: it names it as its context, it left
 * the same pod while that span was being served there, or it answers that span's call. Tokens may
 * be constant, re-used or forged, so one holds only if it makes <em>one</em> tree of all traces in
 * view that bear it: one span that came out of none, and everything else attached. Two requests
 * under one token have two such spans, and are left alone.
 *
 * <pre>
 *   gateway   A ──▶ productpage   A           x-request-id r, x-cloud-trace-context X
 *                       └──▶ reviews   B      r, X: left productpage's pod within A's span
 *                                └──▶ ratings   C      r, X: likewise
 * </pre>
 *
 * <p>{@link dev.ichnos.repair.join.TraceJoin} is a pure function of all spans of a group; {@link
 * dev.ichnos.repair.join.JoinKeys} says which traces have to be in one group. docs/trace-ids.md
 * says what this finds, what it does not, and how that was measured.
 */
@NullMarked
package dev.ichnos.repair.join;

import org.jspecify.annotations.NullMarked;
