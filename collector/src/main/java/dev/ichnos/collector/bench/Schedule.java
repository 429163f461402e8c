package dev.ichnos.collector.bench;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Hands out messages, until the run has had enough; blocks are always whole. */
final class Schedule {
  private final boolean byTime;
  private final long maxMessages;
  private final double nanosPerMessage;
  private final long startNanos;
  private final long endNanos;
  private long next;
  private long blockEpochMicros;

  /**
   * A schedule that begins now.
   *
   * @param startNanos {@link System#nanoTime}
   */
  Schedule(BenchPlan plan, long startNanos) {
    this.startNanos = startNanos;
    byTime = plan.spans() == 0;
    endNanos = startNanos + plan.warmup().plus(plan.duration()).toNanos();
    maxMessages = byTime ? Long.MAX_VALUE : -Math.floorDiv(-plan.spans(), plan.batch());
    nanosPerMessage = plan.spansPerSecond() == 0 ? 0 : 1e9 * plan.batch() / plan.spansPerSecond();
  }

  /** The next message, of the number -1 if there are no more. */
  synchronized Message next() {
    long number = next;
    if (number % Role.count() == 0) {
      if (byTime ? System.nanoTime() - endNanos >= 0 : number >= maxMessages) {
        return new Message(-1, 0, 0);
      }
      blockEpochMicros = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    }
    next = number + 1;
    return new Message(number, startNanos + (long) (number * nanosPerMessage), blockEpochMicros);
  }

  /**
   * A message to send.
   *
   * @param number -1 if there are no more
   * @param dueNanos not to be sent before; {@link System#nanoTime}
   * @param endEpochMicros when the requests ended that it reports
   */
  record Message(long number, long dueNanos, long endEpochMicros) {}
}
