package dev.ichnos.collector.pipeline;

import dev.ichnos.collector.config.WindowConfig;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The traces whose further spans a lane still waits for.
 *
 * <p>Its clock is the append time of entries, moved by every entry that is seen; the wall clock
 * moves it only at the journal's tail. A trace closes {@code idle} after its last entry or {@code
 * max_age} after its first, and early, longest idle first, when all open traces together pass
 * {@code max_size}.
 *
 * <p>Entries meet by trace key. Two different high halves that are not zero are two traces; an
 * entry with a 64-bit id joins the one open trace of its key, and stands alone where there are
 * several. Where traces are joined, those with a token in common are united, and close together: at
 * the age of the older and the idleness of the younger.
 *
 * <p>The lane's thread alone touches it, the counters apart.
 */
final class TraceWindow {
  private final WindowConfig config;
  private final long idleNanos;
  private final long maxAgeNanos;
  private final Consumer<List<List<Entry>>> closed;
  private final @Nullable JoinIndex index;
  private final JoinIndex.Unite unite = this::unite;
  private final OpenTraceTable byKey = new OpenTraceTable();
  private final OpenTraces byIdle = new OpenTraces(OpenTraces.Order.IDLE);
  private final OpenTraces byAge = new OpenTraces(OpenTraces.Order.AGE);
  private long clock = Long.MIN_VALUE;
  private long bytes;
  private long spans;
  private final AtomicLong traces = new AtomicLong();
  private final AtomicLong earlyClosed = new AtomicLong();

  /**
   * A window that unites nothing.
   *
   * @param closed takes the entries of each trace that closes, in their order
   */
  TraceWindow(WindowConfig config, Consumer<List<Entry>> closed) {
    this(config, traces -> traces.forEach(closed), null);
  }

  /**
   * A window.
   *
   * @param closed takes the entries of each trace that closes, and of those that close with it
   * @param index says which traces are united; null if none are
   */
  TraceWindow(WindowConfig config, Consumer<List<List<Entry>>> closed, @Nullable JoinIndex index) {
    this.config = config;
    this.closed = closed;
    this.index = index;
    idleNanos = config.idle().toNanos();
    maxAgeNanos = config.maxAge().toNanos();
  }

  /** Takes an entry, after closing what is due at its append time. */
  void add(Entry entry) {
    advance(entry.appendEpochNanos());
    if (!config.enabled()) {
      closed.accept(List.of(List.of(entry)));
      return;
    }
    OpenTrace trace = find(entry);
    if (trace == null) {
      trace = new OpenTrace(entry, clock);
      byKey.add(trace);
      byAge.addLast(trace);
      traces.incrementAndGet();
    } else {
      trace.add(entry);
      byIdle.remove(trace.leader());
    }
    OpenTrace leader = trace.leader();
    leader.lastEpochNanos = clock;
    byIdle.addLast(leader);
    bytes += entry.bytes();
    spans += entry.group().size();
    if (index != null) {
      index.added(entry, trace, unite);
    }
    closeEarly(bytes - config.maxSize().bytes());
  }

  /** Moves the clock, never back, and closes what is due. */
  void advance(long epochNanos) {
    clock = Math.max(clock, epochNanos);
    while (byIdle.first() != null && clock - byIdle.first().lastEpochNanos >= idleNanos) {
      close(byIdle.first());
    }
    while (byAge.first() != null && clock - byAge.first().openedEpochNanos >= maxAgeNanos) {
      close(byAge.first());
    }
  }

  /** Closes the longest idle traces until about this many bytes have left; counted. */
  void closeEarly(long bytesToFree) {
    long target = bytes - bytesToFree;
    while (bytes > target && byIdle.first() != null) {
      earlyClosed.incrementAndGet();
      close(byIdle.first());
    }
  }

  /** Closes everything: no further span is waited for. */
  void closeAll() {
    while (byAge.first() != null) {
      close(byAge.first());
    }
  }

  /** The traces that are open now. */
  List<Sheddable> open() {
    List<Sheddable> open = new ArrayList<>();
    for (OpenTrace trace = byAge.first(); trace != null; trace = byAge.after(trace)) {
      open.add(trace);
    }
    return open;
  }

  /** Takes out traces of {@link #open} without closing them; their entries, in no order. */
  List<Entry> remove(Collection<? extends Sheddable> gone) {
    List<Entry> entries = new ArrayList<>();
    for (Sheddable trace : gone) {
      if (trace instanceof OpenTrace open) {
        unlink(open);
        open.all().forEach(each -> entries.addAll(each.entries()));
      }
    }
    return entries;
  }

  /** Forgets everything without closing it. */
  void clear() {
    byKey.clear();
    byIdle.clear();
    byAge.clear();
    if (index != null) {
      index.clear();
    }
    bytes = 0;
    spans = 0;
    traces.set(0);
  }

  /** When the wall clock would close the next trace; {@link Long#MAX_VALUE} if none is open. */
  long dueEpochNanos() {
    if (byIdle.first() == null || byAge.first() == null) {
      return Long.MAX_VALUE;
    }
    return Math.min(
        byIdle.first().lastEpochNanos + idleNanos, byAge.first().openedEpochNanos + maxAgeNanos);
  }

  /** Append time of the oldest entry that waits here; {@link Long#MAX_VALUE} if none does. */
  long oldestEpochNanos() {
    return byAge.first() == null ? Long.MAX_VALUE : byAge.first().firstEntry().appendEpochNanos();
  }

  /** Epoch nanoseconds. */
  long clock() {
    return clock;
  }

  long bytes() {
    return bytes;
  }

  long spans() {
    return spans;
  }

  /** Open traces. Any thread. */
  long traces() {
    return traces.get();
  }

  /** Traces closed for want of bytes. Any thread. */
  long earlyClosed() {
    return earlyClosed.get();
  }

  private @Nullable OpenTrace find(Entry entry) {
    OpenTrace first = byKey.first(entry.traceKey());
    if (first == null) {
      return null;
    }
    long high = entry.group().spans().get(0).traceIdHigh();
    for (OpenTrace trace = first; trace != null; trace = OpenTraceTable.next(trace)) {
      if (trace.high == high) {
        return trace;
      }
    }
    if ((high == 0 || first.high == 0) && OpenTraceTable.next(first) == null) {
      first.high |= high;
      return first;
    }
    return null;
  }

  /** The older leads, and what came to it last is what has just come to one of them. */
  private OpenTrace unite(OpenTrace one, OpenTrace other) {
    OpenTrace older = one.isOlderThan(other) ? one : other;
    OpenTrace younger = older == one ? other : one;
    byIdle.remove(younger);
    byIdle.remove(older);
    byAge.remove(younger);
    older.lead(younger);
    older.lastEpochNanos = clock;
    byIdle.addLast(older);
    traces.decrementAndGet();
    return older;
  }

  private void close(OpenTrace trace) {
    List<List<Entry>> together =
        trace.leads()
            ? trace.all().stream().map(OpenTrace::entries).toList()
            : List.of(trace.entries());
    try {
      unlinkLists(trace);
      closed.accept(together);
    } finally {
      if (index != null) {
        index.left(trace, clock);
      }
    }
  }

  private void unlink(OpenTrace trace) {
    unlinkLists(trace);
    if (index != null) {
      index.left(trace, clock);
    }
  }

  private void unlinkLists(OpenTrace trace) {
    if (trace.leads()) {
      trace.all().forEach(byKey::remove);
    } else {
      byKey.remove(trace);
    }
    byIdle.remove(trace);
    byAge.remove(trace);
    traces.decrementAndGet();
    bytes -= trace.bytes;
    spans -= trace.spans;
  }
}
