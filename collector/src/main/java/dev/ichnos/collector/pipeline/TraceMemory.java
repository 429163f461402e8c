package dev.ichnos.collector.pipeline;

import dev.ichnos.collector.component.LaneReading;
import dev.ichnos.repair.TraceDecisions;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What repair decided on traces whose windows have closed, so that their late spans can follow.
 * Bounded by bytes and by age, the one least recently closed goes first; a trace of one span takes
 * 72 bytes. Its clock is the append time of entries, as the window's, so that replays remember and
 * forget alike.
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

  private final ClosedTraces closed = new ClosedTraces();
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
    long first = closed.newest(key);
    for (long trace = first; trace != ClosedTraces.NONE; trace = closed.older(trace)) {
      if (closed.high(trace) == high) {
        return closed.decisions(trace);
      }
    }
    if (first == ClosedTraces.NONE || closed.older(first) != ClosedTraces.NONE) {
      return null;
    }
    return high == 0 || closed.high(first) == 0 ? closed.decisions(first) : null;
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
    makeWay(key, before);
    closed.add(key, after, epochNanos);
    forget(epochNanos);
  }

  void clear() {
    closed.clear();
    tellSize();
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

  /** What is replaced leaves, and the eldest of the key if they are too many. */
  private void makeWay(long key, @Nullable TraceDecisions replaced) {
    int others = 0;
    long next;
    for (long trace = closed.newest(key); trace != ClosedTraces.NONE; trace = next) {
      next = closed.older(trace);
      if (replaced != null && closed.high(trace) == replaced.high()) {
        closed.remove(trace);
      } else if (++others == MOST_TWINS) {
        closed.remove(trace);
        forgottenForTwins.incrementAndGet();
      }
    }
  }

  private void forget(long epochNanos) {
    for (long eldest = closed.eldest(); eldest != ClosedTraces.NONE; eldest = closed.eldest()) {
      boolean aged = epochNanos - closed.epochNanos(eldest) >= MOST_NANOS;
      if (!aged && closed.bytes() <= mostBytes) {
        break;
      }
      closed.remove(eldest);
      (aged ? forgottenForAge : forgottenForBytes).incrementAndGet();
    }
    tellSize();
  }

  private void tellSize() {
    bytes.setRelease(closed.bytes());
    traces.setRelease(closed.traces());
  }
}
