/**
 * The seam between bytes and the canonical model.
 *
 * <p>A {@link dev.ichnos.codec.SpanDecoder} turns one message of one format into spans, a {@link
 * dev.ichnos.codec.SpanEncoder} turns spans into one message. Both are pure: no I/O, no threads, no
 * configuration beyond their {@link dev.ichnos.codec.DecodeLimits}; both are stateless and may be
 * shared between threads. A sender's mistakes are data: a message that cannot be read at all is a
 * {@link dev.ichnos.codec.DecodeException}; one bad span among good ones is reported to the {@link
 * dev.ichnos.codec.SpanSink} as dropped or mended, and its neighbours pass.
 */
@NullMarked
package dev.ichnos.codec;

import org.jspecify.annotations.NullMarked;
