/**
 * The way of a span through the collector: from a {@link dev.ichnos.collector.pipeline.Receiver}
 * through a {@link dev.ichnos.collector.pipeline.SpanConsumer} into the {@link
 * dev.ichnos.collector.pipeline.Journal}, and from there in one lane per {@link
 * dev.ichnos.collector.pipeline.Exporter} to a backend.
 *
 * <p>The seams are interfaces; what every lane does (window, repair, batches, retry, split,
 * account) is written here once. Every span of the journal ends in exactly one account per lane:
 * accepted + created = sent + waiting + merged + dropped.
 *
 * <p>Inside a lane: {@link dev.ichnos.collector.pipeline.Lane} is the thread, {@code LaneLoop} its
 * turn. Entries gather in {@code TraceWindow}; a trace that closes becomes a {@code TraceUnit},
 * which lets go of its entries when its last span has an account; {@code Batcher} fills batches;
 * {@code Sender} sends them at the pace of {@code Pace} and {@code Retry}; {@code Overload} and
 * {@code Shedder} give up whole traces when the journal is too full. One thread owns all of this:
 * an exporter's answer, which may come on any thread, is queued for it.
 */
@NullMarked
package dev.ichnos.collector.pipeline;

import org.jspecify.annotations.NullMarked;
