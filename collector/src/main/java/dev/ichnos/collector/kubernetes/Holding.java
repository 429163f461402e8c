package dev.ichnos.collector.kubernetes;

/**
 * That a pod had an address, from one time to another: nanoseconds since 1970.
 *
 * @param untilNanos {@link KnownPod#OPEN} while it has it
 */
record Holding(Incarnation holder, long fromNanos, long untilNanos) {
  Holding until(long nanos) {
    return new Holding(holder, fromNanos, Math.min(untilNanos, nanos));
  }
}
