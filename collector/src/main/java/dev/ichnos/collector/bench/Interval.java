package dev.ichnos.collector.bench;

import java.time.Duration;
import java.util.Optional;

/**
 * Figures of a part of the run.
 *
 * @param accepted spans
 * @param collectorCpu empty if nobody read it
 * @param ownCpu of bench itself
 * @param cores of this machine
 */
record Interval(
    Duration length, long accepted, Optional<Duration> collectorCpu, Duration ownCpu, int cores) {
  double spansPerSecond() {
    return accepted / Math.max(1e-9, seconds(length));
  }

  /** CPU seconds that the collector took for a million spans; empty also if there were none. */
  Optional<Double> collectorSecondsPerMillion() {
    return collectorCpu.filter(cpu -> accepted > 0).map(cpu -> seconds(cpu) * 1e6 / accepted);
  }

  /** CPU seconds that bench took for a million spans. */
  double ownSecondsPerMillion() {
    return accepted == 0 ? 0 : seconds(ownCpu) * 1e6 / accepted;
  }

  /** Bench's part of what the machine could do, 0 to 1. */
  double ownShareOfMachine() {
    return seconds(ownCpu) / (Math.max(1e-9, seconds(length)) * cores);
  }

  static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }
}
