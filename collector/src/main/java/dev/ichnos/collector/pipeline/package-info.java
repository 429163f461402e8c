/**
 * The way of a span through the collector: from a {@link dev.ichnos.collector.pipeline.Receiver}
 * through a {@link dev.ichnos.collector.pipeline.SpanConsumer} into the {@link
 * dev.ichnos.collector.pipeline.Journal}, and from there in one lane per {@link
 * dev.ichnos.collector.pipeline.Exporter} to a backend.
 *
 * <p>The seams are interfaces; what every lane does (window, repair, batches, retry, split,
 * account) is written here once. Every span of the journal ends in exactly one account per lane:
 * accepted + created = sent + waiting + merged + dropped.
 */
@NullMarked
package dev.ichnos.collector.pipeline;

import org.jspecify.annotations.NullMarked;
