package dev.ichnos.collector.transport;

import dev.ichnos.collector.component.Metrics;
import io.netty.channel.MultiThreadIoEventLoopGroup;

/**
 * What the listeners of one {@link Listeners} share.
 *
 * @param budget what all their unfinished messages may take up
 * @param watch reads their files again
 */
record Surroundings(
    MultiThreadIoEventLoopGroup loops, ReceivingBudget budget, FileWatch watch, Metrics metrics) {}
