package dev.ichnos.collector.bench;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.LongSupplier;

/** Hands out messages, until the run has had enough; blocks are always whole. */
final class Schedule {
  /** What is later than that is not made up for: it would be a burst that no mesh sends. */
  private static final long MAX_LATE_NANOS = Duration.ofMillis(100).toNanos();

  private final LongSupplier nanoClock;
  private final boolean byTime;
  private final long maxMessages;
  private final long nanosPerMessage;
  private final long endNanos;
  private long next;
  private long dueNanos;
  private long blockEpochMicros;

  /**
   * A schedule that begins now.
   *
   * @param nanoClock {@link System#nanoTime}
   */
  Schedule(BenchPlan plan, LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
    dueNanos = nanoClock.getAsLong();
    byTime = plan.spans() == 0;
    endNanos = dueNanos + plan.warmup().plus(plan.duration()).toNanos();
    maxMessages = byTime ? Long.MAX_VALUE : -Math.floorDiv(-plan.spans(), plan.batch());
    nanosPerMessage =
        plan.spansPerSecond() == 0 ? 0 : 1_000_000_000L * plan.batch() / plan.spansPerSecond();
  }

  /** The next message, of the number -1 if there are no more. */
  synchronized Message next() {
    long number = next;
    long now = nanoClock.getAsLong();
    if (number % Role.count() == 0) {
      if (byTime ? now - endNanos >= 0 : number >= maxMessages) {
        return new Message(-1, 0, 0);
      }
      blockEpochMicros = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    }
    next = number + 1;
    if (now - dueNanos > MAX_LATE_NANOS) {
      dueNanos = now - MAX_LATE_NANOS;
    }
    Message message = new Message(number, dueNanos, blockEpochMicros);
    dueNanos += nanosPerMessage;
    return message;
  }

  /**
   * A message to send.
   *
   * @param number -1 if there are no more
   * @param dueNanos not to be sent before, by the schedule's clock
   * @param endEpochMicros when the requests ended that it reports
   */
  record Message(long number, long dueNanos, long endEpochMicros) {}
}
