package dev.ichnos.collector.bench;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** When messages were sent, by their number: {@link System#nanoTime}. Safe for many threads. */
final class SendTimes {
  private static final int PART_BITS = 14;

  private final AtomicReferenceArray<AtomicLongArray> parts = new AtomicReferenceArray<>(1 << 22);

  void sent(long message, long nanos) {
    int index = (int) (message >>> PART_BITS);
    if (parts.get(index) == null) {
      parts.compareAndSet(index, null, new AtomicLongArray(1 << PART_BITS));
    }
    parts.get(index).set(place(message), nanos);
  }

  /** 0 if it was not sent. */
  long of(long message) {
    AtomicLongArray part = parts.get((int) (message >>> PART_BITS));
    return part == null ? 0 : part.get(place(message));
  }

  private static int place(long message) {
    return (int) message & ((1 << PART_BITS) - 1);
  }
}
