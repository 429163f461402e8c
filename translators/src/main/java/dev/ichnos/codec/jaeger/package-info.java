/**
 * Jaeger's two formats (jaegertracing/jaeger-idl proto/api_v2/model.proto and
 * thrift/jaeger.thrift @ 0.6), as its clients send them to a collector.
 *
 * <p>A <em>batch</em> is a <em>process</em> (a service's name and its tags) and the spans that it
 * made; in protobuf a span may name a process of its own. A span has a 64- or 128-bit trace id, a
 * start and a duration, typed <em>tags</em>, <em>logs</em> (a time and typed fields, of which
 * {@code event} is a name) and <em>references</em> to other spans: {@code CHILD_OF}, which is also
 * how protobuf says who its parent is, and {@code FOLLOWS_FROM}. Kind, status and scope have no
 * fields: they are the tags {@code span.kind}, {@code error}, {@code otel.status_code} and their
 * like, which are read as the OpenTelemetry Collector reads them.
 *
 * <p>Each decoder fills a {@link dev.ichnos.codec.jaeger.SpanDraft} in Jaeger's own terms, which
 * alone knows how these become canonical. The mapping, field by field, is in
 * docs/formats/jaeger.md.
 */
@NullMarked
package dev.ichnos.codec.jaeger;

import org.jspecify.annotations.NullMarked;
