/**
 * The journal in memory: the default form.
 *
 * <p>One segmented log is shared by all readers. Beside every entry stands a mask with one bit per
 * reader that still holds it; an ack clears a bit, and with the last bit the entry's memory is
 * free, whatever its neighbours do. A reader knows only its cursor and two totals, so that a
 * stopped backend costs nothing beyond the entries themselves.
 *
 * <p>Appending takes one short lock per message; acks take none. Nothing survives the process.
 */
@NullMarked
package dev.ichnos.collector.journal.memory;

import org.jspecify.annotations.NullMarked;
