/**
 * The embedded backend: recent traces in bounded memory, readable through the calls of Tempo's
 * query API in Tempo's own shapes, so that Grafana's Tempo data source reads an Ichnos that has no
 * backend yet.
 *
 * <pre>
 * GET /api/echo, /ready, /api/status/buildinfo    is it there
 * GET /api/traces/{id}, /api/v2/traces/{id}       one trace, in JSON, or protobuf by Accept
 * GET /api/search?q=&amp;tags=&amp;start=&amp;end=&amp;limit=   which traces have such spans, newest first
 * GET /api/v2/search/tags, /tag/{tag}/values      what can be searched for; also without /v2
 * </pre>
 *
 * <p>Sources: grafana/tempo docs/sources/tempo/api_docs, pkg/tempopb/tempo.proto and
 * modules/frontend/combiner @ 3.0; grafana/grafana pkg/tsdb/tempo @ 12. Of TraceQL, one spanset
 * with comparisons joined by {@code &&} is understood; anything else is answered 400 with a text
 * that says so.
 */
@NullMarked
package dev.ichnos.collector.exporter.local;

import org.jspecify.annotations.NullMarked;
