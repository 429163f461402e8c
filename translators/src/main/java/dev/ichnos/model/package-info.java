/**
 * The canonical model: one immutable form for spans from every sender, to every backend.
 *
 * <p>It has the shape of OTLP (nanoseconds, typed attributes, links, a shared resource and scope)
 * because that shape can hold what the other formats say; what OTLP itself cannot say (debug,
 * shared, a deferred sampling decision, a time that the sender left out) are fields of {@link
 * dev.ichnos.model.Span}. Ids are primitive longs; hex is the codecs' business. "Absent" is a
 * documented zero or empty value, never null.
 *
 * <p>A {@link dev.ichnos.model.SpanBatch} is what moves: flat spans that share their {@link
 * dev.ichnos.model.Resource} and {@link dev.ichnos.model.Scope} by identity, and the {@link
 * dev.ichnos.model.Origin} they came from. Every type here is immutable and safe to share between
 * threads.
 */
@NullMarked
package dev.ichnos.model;

import org.jspecify.annotations.NullMarked;
