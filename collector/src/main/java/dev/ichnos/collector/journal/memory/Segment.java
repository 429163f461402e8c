package dev.ichnos.collector.journal.memory;

import dev.ichnos.collector.pipeline.Entry;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/** A fixed run of the log: entries, and beside each the mask of the readers that hold it. */
final class Segment {
  /** Entries of one segment; the slots of a segment that one old entry pins cost 12 KiB. */
  static final int SIZE = 1 << 10;

  private final long index;
  private final @Nullable Entry[] entries = new Entry[SIZE];
  private final AtomicLongArray holders = new AtomicLongArray(SIZE);
  private final AtomicInteger left = new AtomicInteger(SIZE);

  /**
   * An empty run.
   *
   * @param index {@link #indexOf} its sequences
   */
  Segment(long index) {
    this.index = index;
  }

  static long indexOf(long sequence) {
    return sequence / SIZE;
  }

  private static int slotOf(long sequence) {
    return (int) (sequence % SIZE);
  }

  boolean spans(long sequence) {
    return indexOf(sequence) == index;
  }

  void put(Entry entry, long readers) {
    int slot = slotOf(entry.sequence());
    entries[slot] = entry;
    holders.set(slot, readers);
  }

  /** The entry if the reader with this bit still holds it. */
  @Nullable Entry held(long sequence, long readerBit) {
    int slot = slotOf(sequence);
    return (holders.get(slot) & readerBit) == 0 ? null : entries[slot];
  }

  /** Clears the reader's bit. */
  Release release(long sequence, long readerBit) {
    int slot = slotOf(sequence);
    long before;
    do {
      before = holders.get(slot);
      if ((before & readerBit) == 0) {
        return Release.NOT_HELD;
      }
    } while (!holders.compareAndSet(slot, before, before & ~readerBit));
    if (before != readerBit) {
      return Release.HELD_BY_OTHERS;
    }
    entries[slot] = null;
    return left.decrementAndGet() == 0 ? Release.SEGMENT_FREE : Release.ENTRY_FREE;
  }

  /** What a reader's letting go came to. */
  enum Release {
    NOT_HELD,
    HELD_BY_OTHERS,
    ENTRY_FREE,
    SEGMENT_FREE
  }
}
