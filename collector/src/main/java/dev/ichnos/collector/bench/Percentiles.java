package dev.ichnos.collector.bench;

/** Milliseconds that half, and 99 %, did not exceed; of {@code count} that were seen. */
record Percentiles(long count, double p50Millis, double p99Millis) {
  static Percentiles of(Latencies latencies) {
    return new Percentiles(
        latencies.count(), latencies.percentile(0.5) / 1e6, latencies.percentile(0.99) / 1e6);
  }
}
