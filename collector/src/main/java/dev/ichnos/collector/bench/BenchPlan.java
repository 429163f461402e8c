package dev.ichnos.collector.bench;

import dev.ichnos.collector.config.Endpoint;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * What a run does.
 *
 * @param target where the collector takes the protocol
 * @param pid the collector's process, whose time and memory are read from /proc
 * @param sinks where the spans come out; empty if nobody counts them there
 * @param concurrency connections, each with one message under way
 * @param batch spans of a message
 * @param spansPerSecond 0 for as many as are taken
 * @param spans of the whole run, rounded up to whole traces; 0 to go by time
 * @param warmup what is sent before the figures are taken; it is counted, too
 * @param duration what the figures are of, if the run goes by time
 * @param settle how long nothing may arrive before what is missing is lost
 */
public record BenchPlan(
    Protocol protocol,
    Endpoint target,
    OptionalLong pid,
    List<SinkAddress> sinks,
    int concurrency,
    int batch,
    long spansPerSecond,
    long spans,
    Duration warmup,
    Duration duration,
    Duration settle) {
  private static final int MAX_CONCURRENCY = 1_000;
  private static final int MAX_BATCH = 10_000;

  public BenchPlan {
    Objects.requireNonNull(protocol, "protocol");
    Objects.requireNonNull(target, "target");
    Objects.requireNonNull(pid, "pid");
    pid.ifPresent(id -> within("pid", id, 1, Integer.MAX_VALUE));
    sinks = List.copyOf(sinks);
    within("concurrency", concurrency, 1, MAX_CONCURRENCY);
    within("batch", batch, 1, MAX_BATCH);
    within("rate", spansPerSecond, 0, Integer.MAX_VALUE);
    within("spans", spans, 0, Bits.MAX / 2);
    within("warmup", warmup.toMillis(), 0, Integer.MAX_VALUE);
    within("duration", duration.toMillis(), 1, Integer.MAX_VALUE);
    within("settle", settle.toMillis(), 0, Integer.MAX_VALUE);
  }

  /** The same plan, with other patience. */
  BenchPlan withSettle(Duration other) {
    return new BenchPlan(
        protocol,
        target,
        pid,
        sinks,
        concurrency,
        batch,
        spansPerSecond,
        spans,
        warmup,
        duration,
        other);
  }

  private static void within(String name, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          name + ": " + value + " (expected: " + least + "-" + most + ")");
    }
  }
}
