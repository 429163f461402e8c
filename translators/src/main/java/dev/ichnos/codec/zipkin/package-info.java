/**
 * Zipkin's formats (openzipkin/zipkin-api zipkin2-api.yaml and thrift @ 1.0.0, openzipkin/zipkin
 * 3.6).
 *
 * <p>A Zipkin span is flat: ids in hex, times in microseconds, {@code tags} of text, {@code
 * annotations} (events), a local and a remote endpoint. Its peculiarity is the <em>shared</em>
 * span: with B3 headers both sides of a call may report under one span id, the answering side
 * flagged {@code shared}. Here that stays as it came; the rules of identity split it.
 *
 * <p>Each decoder fills a {@link dev.ichnos.codec.zipkin.SpanDraft} in Zipkin's own terms, which
 * alone knows how these become canonical. The mapping, field by field, is in
 * docs/formats/zipkin-v2-json.md.
 */
@NullMarked
package dev.ichnos.codec.zipkin;

import org.jspecify.annotations.NullMarked;
