package dev.ichnos.collector.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * What has been reached, and used, at one moment.
 *
 * @param nanos {@link System#nanoTime}
 * @param accepted spans
 * @param collectorCpu of the collector's process; empty if nobody reads it
 * @param ownCpu of bench itself
 */
record Moment(long nanos, long accepted, Optional<Duration> collectorCpu, Duration ownCpu) {
  static Moment now(Sent sent, Optional<ProcessFiles> collector) throws IOException {
    Optional<Duration> cpu =
        collector.isPresent() ? Optional.of(collector.get().cpu()) : Optional.empty();
    return new Moment(
        System.nanoTime(),
        sent.acceptedSpans(),
        cpu,
        ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO));
  }

  /** What was between an earlier moment and this one. */
  Interval since(Moment earlier) {
    return new Interval(
        Duration.ofNanos(nanos - earlier.nanos),
        accepted - earlier.accepted,
        collectorCpu.flatMap(end -> earlier.collectorCpu.map(end::minus)),
        ownCpu.minus(earlier.ownCpu),
        Runtime.getRuntime().availableProcessors());
  }
}
