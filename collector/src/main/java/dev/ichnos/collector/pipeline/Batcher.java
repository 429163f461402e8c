package dev.ichnos.collector.pipeline;

import dev.ichnos.collector.config.BatchConfig;
import dev.ichnos.model.Span;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.ObjIntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Fills batches by bytes, count and age. A trace stays together where it fits into one batch;
 * otherwise it is spread over as many as it needs.
 */
final class Batcher {
  private final long maxBytes;
  private final int maxSpans;
  private final long timeoutNanos;
  private final Consumer<Batch> full;
  private Batch open = new Batch();
  private long openedEpochNanos;

  Batcher(BatchConfig config, Consumer<Batch> full) {
    maxBytes = config.maxSize().bytes();
    maxSpans = config.maxSpans();
    timeoutNanos = config.timeout().toNanos();
    this.full = full;
  }

  void add(TraceUnit unit, long nowEpochNanos) {
    if (!open.isEmpty() && !fits(unit)) {
      flush();
    }
    for (Span span : unit.spans()) {
      if (!open.isEmpty() && isPast(1, Batch.bytesOf(span, open.last()))) {
        flush();
      }
      if (open.isEmpty()) {
        openedEpochNanos = nowEpochNanos;
      }
      open.add(span, unit);
    }
    if (isPast(1, 0)) {
      flush();
    }
  }

  /** Hands over the open batch if it has waited long enough. */
  void flushDue(long nowEpochNanos) {
    if (dueEpochNanos() <= nowEpochNanos) {
      flush();
    }
  }

  void flush() {
    if (!open.isEmpty()) {
      Batch filled = open;
      open = new Batch();
      full.accept(filled);
    }
  }

  /** When the open batch is to leave; {@link Long#MAX_VALUE} when there is none. */
  long dueEpochNanos() {
    return open.isEmpty() ? Long.MAX_VALUE : openedEpochNanos + timeoutNanos;
  }

  long bytes() {
    return open.bytes();
  }

  long spans() {
    return open.size();
  }

  void forEachUnit(ObjIntConsumer<TraceUnit> action) {
    open.forEachUnit(action);
  }

  void remove(Set<TraceUnit> gone) {
    open.remove(gone);
  }

  void clear() {
    open = new Batch();
  }

  private boolean fits(TraceUnit unit) {
    long more = 0;
    @Nullable Span before = open.last();
    for (Span span : unit.spans()) {
      more += Batch.bytesOf(span, before);
      before = span;
    }
    return !isPast(unit.spans().size(), more);
  }

  private boolean isPast(int moreSpans, long moreBytes) {
    return open.size() + moreSpans > maxSpans || open.bytes() + moreBytes > maxBytes;
  }
}
