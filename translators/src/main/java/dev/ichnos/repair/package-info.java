/**
 * The rules that need a whole trace in view.
 *
 * <p>{@link dev.ichnos.repair.TraceRepair} is a pure function of the spans of one trace: the order
 * in which they came does not matter, a second application changes nothing more, and only spans
 * that are there are reasoned from, never missing ones. Rules have an id, a switch in {@link
 * dev.ichnos.repair.RepairRule} and a counter, as those of {@code dev.ichnos.identity}; they are
 * listed in docs/formats/identity.md.
 */
@NullMarked
package dev.ichnos.repair;

import org.jspecify.annotations.NullMarked;
