package dev.ichnos.collector.journal.memory;

import dev.ichnos.collector.pipeline.Entry;
import dev.ichnos.collector.pipeline.JournalReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One lane's cursor into the shared log. */
final class MemoryReader implements JournalReader {
  /** Why a lane is behind, if it is. */
  enum Backlog {
    /** It is not, or its backend is gone, and nobody is to wait for that. */
    NONE,
    /** It polls, and entries come faster. */
    OF_LANE,
    /** Its backend takes less than comes. */
    OF_BACKEND
  }

  private final MemoryJournal journal;
  private final String lane;
  private final long bit;
  private final long first;
  private final long firstBytes;
  private final long firstSpans;
  private final LongAdder ackedBytes = new LongAdder();
  private final LongAdder ackedSpans = new LongAdder();
  private final AtomicBoolean closed = new AtomicBoolean();

  /** The polling thread's alone. */
  private long cursor;

  /** Of all entries before the cursor; the polling thread writes it. */
  private volatile long polledBytes;

  /** That of the cursor, or an earlier one; the polling thread's alone. */
  private @Nullable Segment polled;

  /** That of an entry which was let go of lately: what threads see of it is one or another. */
  private @Nullable Segment acked;

  /** What keeps the lane, if it is behind: as it polls, or rests. */
  private volatile Backlog cause = Backlog.NONE;

  private volatile @Nullable Thread waiter;
  private volatile boolean woken;
  private volatile boolean released;

  MemoryReader(
      MemoryJournal journal, String lane, long bit, long first, long firstBytes, long firstSpans) {
    this.journal = journal;
    this.lane = lane;
    this.bit = bit;
    this.first = first;
    this.firstBytes = firstBytes;
    this.firstSpans = firstSpans;
    cursor = first;
    polledBytes = firstBytes;
  }

  String lane() {
    return lane;
  }

  long bit() {
    return bit;
  }

  @Override
  public List<Entry> poll(int maxBytes, Duration wait) throws InterruptedException {
    cause(Backlog.OF_LANE);
    if (!awaitEntry(wait)) {
      return List.of();
    }
    long end = journal.end();
    List<Entry> taken = new ArrayList<>();
    long bytes = 0;
    while (cursor < end) {
      polled = journal.segment(cursor, polled);
      Entry entry = polled == null ? null : polled.held(cursor, bit);
      if (entry == null) {
        break; // closed meanwhile: all was let go
      }
      if (!taken.isEmpty() && bytes + entry.bytes() > maxBytes) {
        break;
      }
      bytes += entry.bytes();
      taken.add(entry);
      cursor++;
    }
    long before = polledBytes;
    polledBytes = before + bytes;
    journal.answerThoseWhoWait();
    return taken;
  }

  @Override
  public void rest(boolean answering) {
    cause(answering ? Backlog.OF_BACKEND : Backlog.NONE);
  }

  /**
   * Why the lane is behind now. Any thread; it does not need the lane's thread, which may be what
   * does not get on.
   */
  Backlog backlog() {
    return journal.appendedBytes() - polledBytes > journal.headStartBytes() ? cause : Backlog.NONE;
  }

  private void cause(Backlog now) {
    if (now != cause) {
      cause = now;
      journal.answerThoseWhoWait();
    }
  }

  @Override
  public void wakeUp() {
    woken = true;
    unparkIfWaiting();
  }

  void unparkIfWaiting() {
    Thread thread = waiter;
    if (thread != null) {
      LockSupport.unpark(thread);
    }
  }

  @Override
  public void ack(Entry entry) {
    Segment segment = journal.segment(entry.sequence(), acked);
    acked = segment;
    if (segment != null && journal.release(segment, entry, bit)) {
      ackedBytes.add(entry.bytes());
      ackedSpans.add(entry.group().size());
    }
  }

  @Override
  public long lagBytes() {
    long acked = ackedBytes.sum();
    return released ? 0 : Math.max(0, journal.appendedBytes() - firstBytes - acked);
  }

  @Override
  public long lagSpans() {
    long acked = ackedSpans.sum();
    return released ? 0 : Math.max(0, journal.appendedSpans() - firstSpans - acked);
  }

  @Override
  public long excessBytes() {
    return journal.excessBytes(this);
  }

  /** Nothing is ever taken away from a reader in memory. */
  @Override
  public void onRevoked(Consumer<Entry> forget) {}

  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    unparkIfWaiting();
    long end = journal.stopHolding(this);
    cause(Backlog.NONE);
    released = true;
    for (long sequence = first; sequence < end; sequence++) {
      Segment segment = journal.segment(sequence, null);
      if (segment == null) {
        sequence = (Segment.indexOf(sequence) + 1) * Segment.SIZE - 1;
        continue;
      }
      Entry entry = segment.held(sequence, bit);
      if (entry != null) {
        ack(entry);
      }
    }
    journal.freeBit(this);
  }

  private boolean awaitEntry(Duration wait) throws InterruptedException {
    long deadline = System.nanoTime() + wait.toNanos();
    waiter = Thread.currentThread();
    try {
      while (true) {
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        if (closed.get()) {
          return false;
        }
        if (cursor < journal.end()) {
          return true;
        }
        long left = deadline - System.nanoTime();
        if (woken || left <= 0) {
          return false;
        }
        LockSupport.parkNanos(this, left);
      }
    } finally {
      waiter = null;
      woken = false;
    }
  }
}
