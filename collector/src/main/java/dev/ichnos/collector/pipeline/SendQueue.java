package dev.ichnos.collector.pipeline;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.function.ObjIntConsumer;
import org.jspecify.annotations.Nullable;

/** The batches of a lane that are not in flight: those that are ready, and those that must wait. */
final class SendQueue {
  private static final Comparator<Batch> LEAST_TRIED =
      Comparator.comparingInt(Batch::failures).thenComparingLong(Batch::dueEpochNanos);

  private final Deque<Batch> ready = new ArrayDeque<>();
  private final List<Batch> retries = new ArrayList<>();
  private long bytes;
  private long spans;

  void addLast(Batch batch) {
    ready.addLast(batch);
    count(batch, 1);
  }

  void addFirst(Batch batch) {
    ready.addFirst(batch);
    count(batch, 1);
  }

  /** Takes a batch that must wait until the time it carries. */
  void addRetry(Batch batch) {
    retries.add(batch);
    count(batch, 1);
  }

  /**
   * Takes out the next batch to send; null when none may leave now.
   *
   * @param probing what was tried least goes first: one batch that the backend never takes must not
   *     be every probe
   */
  @Nullable Batch next(boolean probing, long nowEpochNanos) {
    Batch next = probing ? ready.pollFirst() : null;
    if (next == null) {
      next = dueRetry(nowEpochNanos);
      if (next == null) {
        next = ready.pollFirst();
      } else {
        retries.remove(next);
      }
    }
    if (next != null) {
      count(next, -1);
    }
    return next;
  }

  /** When the first batch may leave; {@link Long#MAX_VALUE} if there is none. */
  long dueEpochNanos() {
    if (!ready.isEmpty()) {
      return Long.MIN_VALUE;
    }
    long due = Long.MAX_VALUE;
    for (Batch batch : retries) {
      due = Math.min(due, batch.dueEpochNanos());
    }
    return due;
  }

  boolean hasReady() {
    return !ready.isEmpty();
  }

  boolean isEmpty() {
    return ready.isEmpty() && retries.isEmpty();
  }

  long bytes() {
    return bytes;
  }

  long spans() {
    return spans;
  }

  /** Calls back once for each run of spans of one unit. */
  void forEachUnit(ObjIntConsumer<TraceUnit> action) {
    ready.forEach(batch -> batch.forEachUnit(action));
    retries.forEach(batch -> batch.forEachUnit(action));
  }

  /** Takes out all spans of these units. */
  void remove(Set<TraceUnit> gone) {
    bytes = 0;
    spans = 0;
    remove(ready, gone);
    remove(retries, gone);
  }

  void clear() {
    ready.clear();
    retries.clear();
    bytes = 0;
    spans = 0;
  }

  private void remove(Collection<Batch> batches, Set<TraceUnit> gone) {
    batches.removeIf(
        batch -> {
          batch.remove(gone);
          count(batch, 1);
          return batch.isEmpty();
        });
  }

  private @Nullable Batch dueRetry(long nowEpochNanos) {
    Batch best = null;
    for (Batch batch : retries) {
      if (batch.dueEpochNanos() <= nowEpochNanos
          && (best == null || LEAST_TRIED.compare(batch, best) < 0)) {
        best = batch;
      }
    }
    return best;
  }

  private void count(Batch batch, int sign) {
    bytes += sign * batch.bytes();
    spans += (long) sign * batch.size();
  }
}
