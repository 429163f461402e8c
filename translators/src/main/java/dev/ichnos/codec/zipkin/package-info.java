/**
 * Zipkin's formats (openzipkin/zipkin-api zipkin2-api.yaml and thrift @ 1.0.0, openzipkin/zipkin
 * 3.6).
 *
 * <p>A Zipkin span is flat: ids in hex, times in microseconds, {@code tags} of text, {@code
 * annotations} (events), a local and a remote endpoint. Its peculiarity is the <em>shared</em>
 * span: with B3 headers both sides of a call may report under one span id, the answering side
 * flagged {@code shared}. Here that stays as it came; the rules of identity split it.
 *
 * <p>A v1 span has neither tags nor endpoints: its {@code annotations} and {@code
 * binaryAnnotations} each name the host that says them. {@code cs} and {@code cr} (client send,
 * receive), {@code sr} and {@code ss} (server) among the annotations say kind and times; a binary
 * annotation of {@code true} under {@code sa} or {@code ca} says the peer's address. So one v1 span
 * may hold both sides of a call: {@link dev.ichnos.codec.zipkin.V1Hosts} gives each host a span of
 * its own.
 *
 * <p>Each decoder fills a {@link dev.ichnos.codec.zipkin.SpanDraft} in Zipkin's own terms, which
 * alone knows how these become canonical; each encoder writes a {@link
 * dev.ichnos.codec.zipkin.OutgoingSpan}, its inverse. {@link dev.ichnos.codec.zipkin.JsonSpanList}
 * and {@link dev.ichnos.codec.zipkin.JsonFields} read what v1 and v2 have in common. The mapping,
 * field by field, is in docs/formats/zipkin-v2-json.md, which holds for all, zipkin-v1.md,
 * zipkin-proto.md and zipkin-out.md.
 */
@NullMarked
package dev.ichnos.codec.zipkin;

import org.jspecify.annotations.NullMarked;
