package dev.ichnos.collector.bench;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** A set of numbers from 0, one bit for each up to the greatest. Safe for many threads. */
final class Bits {
  /** The greatest number. */
  static final long MAX = (1L << 36) - 1;

  private static final int PART_BITS = 20;
  private static final int PART_LONGS = 1 << (PART_BITS - 6);

  private final AtomicReferenceArray<AtomicLongArray> parts = new AtomicReferenceArray<>(1 << 16);

  /** Whether the number was not there, and is now. */
  boolean add(long number) {
    long bit = 1L << number;
    return (part(number).getAndAccumulate(place(number), bit, (old, more) -> old | more) & bit)
        == 0;
  }

  boolean contains(long number) {
    AtomicLongArray part = parts.get((int) (number >>> PART_BITS));
    return part != null && (part.get(place(number)) & (1L << number)) != 0;
  }

  private AtomicLongArray part(long number) {
    int index = (int) (number >>> PART_BITS);
    AtomicLongArray part = parts.get(index);
    if (part != null) {
      return part;
    }
    AtomicLongArray fresh = new AtomicLongArray(PART_LONGS);
    AtomicLongArray first = parts.compareAndExchange(index, null, fresh);
    return first == null ? fresh : first;
  }

  private static int place(long number) {
    return (int) (number >>> 6) & (PART_LONGS - 1);
  }
}
