/**
 * The rules that need a whole trace in view.
 *
 * <p>{@link dev.ichnos.repair.TraceRepair} is a pure function of the spans of one trace: the order
 * in which they came does not matter, a second application changes nothing more, and what is not
 * there is marked at most, never reasoned from. Late spans follow the {@link
 * dev.ichnos.repair.TraceDecisions} that were made before.
 *
 * <p>Each {@link dev.ichnos.repair.RepairRule} has a switch, a counter and a line in
 * docs/formats/identity.md. Inside, rules work on one draft that indexes ids and parents once; they
 * go by shape first and look for attributes only where the shape gives reason to.
 */
@NullMarked
package dev.ichnos.repair;

import org.jspecify.annotations.NullMarked;
