/**
 * The command {@code bench}: spans as a mesh's proxies report them, sent to a running collector as
 * fast as it takes them or at a rate, and counted one by one where they come out.
 *
 * <p>{@link dev.ichnos.collector.bench.Traffic} numbers all spans of a run. A trace has three of
 * them, one tree: the gateway's span is the root, the workload's server span its child, and the
 * workload's call to another one a child of that. Proxies batch by themselves, so the three are
 * never in one message: a block of three messages holds the spans of as many traces as a message
 * has spans, first all calls, then all server spans, then the gateway's, which is the order in
 * which such spans end. Each message is of one proxy; blocks go round Bookinfo's six workloads, two
 * pods of each. {@link dev.ichnos.collector.bench.Template} is such a message, encoded once, whose
 * ids and times are written over for each use.
 *
 * <p>{@link dev.ichnos.collector.bench.SpanIds} makes ids that look random of numbers, and numbers
 * of ids: so a {@link dev.ichnos.collector.bench.Sink} finds out with one bit per span which ones
 * came, and which came twice. It reads ids out of messages and makes no spans of them, because what
 * bench itself takes of the machine the collector cannot have.
 */
@NullMarked
package dev.ichnos.collector.bench;

import org.jspecify.annotations.NullMarked;
