package dev.ichnos.collector.pipeline;

import dev.ichnos.collector.component.LaneReading;
import dev.ichnos.repair.TraceDecisions;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What repair decided on traces whose windows have closed, so that their late spans can follow.
 * Bounded by bytes and by age, the one least recently closed goes first. Its clock is the append
 * time of entries, as the window's, so that replays remember and forget alike.
 *
 * <p>Found by trace key, as the window does: two different upper halves that are not zero are two
 * traces, and a 64-bit id belongs to the one of its key, if there is one only.
 *
 * <p>The lane's thread alone touches it, but for {@link #reading}.
 */
final class TraceMemory {
  static final long MOST_BYTES = 8L << 20;
  static final long MOST_NANOS = 300_000_000_000L;

  /** Of one key: more traces share its 64 bits only by intent. */
  private static final int MOST_TWINS = 4;

  /** The entry of the map, its key, and this object's own fields. */
  private static final int OVERHEAD_BYTES = 112;

  private static final class Closed {
    private final TraceDecisions decisions;
    private final long epochNanos;
    private final @Nullable Closed twin;

    private Closed(TraceDecisions decisions, long epochNanos, @Nullable Closed twin) {
      this.decisions = decisions;
      this.epochNanos = epochNanos;
      this.twin = twin;
    }
  }

  private final Map<Long, Closed> byKey = new LinkedHashMap<>();
  private final long mostBytes;
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicLong traces = new AtomicLong();
  private final AtomicLong forgottenForBytes = new AtomicLong();
  private final AtomicLong forgottenForAge = new AtomicLong();
  private final AtomicLong forgottenForTwins = new AtomicLong();

  TraceMemory() {
    this(MOST_BYTES);
  }

  TraceMemory(long mostBytes) {
    this.mostBytes = mostBytes;
  }

  /**
   * What was decided on earlier spans of the trace; null if there were none, or they are forgotten.
   *
   * @param high upper half of the trace id; 0 for a 64-bit one
   */
  @Nullable TraceDecisions recall(long key, long high, long epochNanos) {
    forget(epochNanos);
    @Nullable Closed first = byKey.get(key);
    for (@Nullable Closed closed = first; closed != null; closed = closed.twin) {
      if (closed.decisions.high() == high) {
        return closed.decisions;
      }
    }
    if (first == null || first.twin != null) {
      return null;
    }
    return high == 0 || first.decisions.high() == 0 ? first.decisions : null;
  }

  /**
   * Keeps what was decided, in place of what it followed.
   *
   * @param before what was recalled
   */
  void remember(long key, @Nullable TraceDecisions before, TraceDecisions after, long epochNanos) {
    if (after.isEmpty()) {
      return;
    }
    @Nullable Closed twins = others(byKey.remove(key), before, 1);
    byKey.put(key, new Closed(after, epochNanos, twins));
    bytes.addAndGet(size(after));
    traces.incrementAndGet();
    forget(epochNanos);
  }

  void clear() {
    byKey.clear();
    bytes.set(0);
    traces.set(0);
  }

  long bytes() {
    return bytes.get();
  }

  long traces() {
    return traces.get();
  }

  /** What metrics say of it. Any thread. */
  LaneReading.Memory reading() {
    return new LaneReading.Memory(
        bytes.get(),
        traces.get(),
        Map.of(
            "max_size",
            forgottenForBytes.get(),
            "max_age",
            forgottenForAge.get(),
            "same_key",
            forgottenForTwins.get()));
  }

  /** The others of the key, without the one that is replaced, whose bytes are given back. */
  @SuppressWarnings("ReferenceEquality") // the very instance that was recalled
  private @Nullable Closed others(
      @Nullable Closed closed, @Nullable TraceDecisions replaced, int count) {
    if (closed == null) {
      return null;
    }
    if (closed.decisions == replaced) {
      leave(closed);
      return others(closed.twin, null, count);
    }
    if (count == MOST_TWINS) {
      leave(closed);
      forgottenForTwins.incrementAndGet();
      return null;
    }
    return new Closed(
        closed.decisions, closed.epochNanos, others(closed.twin, replaced, count + 1));
  }

  private void forget(long epochNanos) {
    Iterator<Closed> eldest = byKey.values().iterator();
    while (eldest.hasNext()) {
      Closed closed = eldest.next();
      boolean aged = epochNanos - closed.epochNanos >= MOST_NANOS;
      if (!aged && bytes.get() <= mostBytes) {
        return;
      }
      for (@Nullable Closed twin = closed; twin != null; twin = twin.twin) {
        leave(twin);
        (aged ? forgottenForAge : forgottenForBytes).incrementAndGet();
      }
      eldest.remove();
    }
  }

  private void leave(Closed closed) {
    bytes.addAndGet(-size(closed.decisions));
    traces.decrementAndGet();
  }

  private static long size(TraceDecisions decisions) {
    return (long) OVERHEAD_BYTES + decisions.retainedBytes();
  }
}
