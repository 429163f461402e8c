package dev.ichnos.collector.bench;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * How long things took, in buckets that are a thirty-second of their power of two wide: percentiles
 * are right to 3 %. Safe for many threads.
 */
final class Latencies {
  private static final int STEP_BITS = 5;
  private static final int STEPS = 1 << STEP_BITS;

  private final AtomicLongArray counts = new AtomicLongArray((65 - STEP_BITS) * STEPS);

  /** Negative ones, which clocks make, count as 0. */
  void add(long nanos) {
    counts.incrementAndGet(bucket(Math.max(0, nanos)));
  }

  long count() {
    long count = 0;
    for (int i = 0; i < counts.length(); i++) {
      count += counts.get(i);
    }
    return count;
  }

  /**
   * What so many of them did not exceed, nanoseconds; 0 if there are none.
   *
   * @param share 0 to 1
   */
  long percentile(double share) {
    long wanted = (long) Math.ceil(share * count());
    long seen = 0;
    for (int i = 0; i < counts.length(); i++) {
      seen += counts.get(i);
      if (seen >= wanted && seen > 0) {
        return upperEnd(i);
      }
    }
    return 0;
  }

  private static int bucket(long nanos) {
    if (nanos < STEPS) {
      return (int) nanos;
    }
    int shift = 63 - STEP_BITS - Long.numberOfLeadingZeros(nanos);
    return (shift + 1) * STEPS + (int) (nanos >>> shift) - STEPS;
  }

  private static long upperEnd(int bucket) {
    if (bucket < STEPS) {
      return bucket;
    }
    int shift = bucket / STEPS - 1;
    return ((long) (bucket % STEPS + STEPS + 1) << shift) - 1;
  }
}
