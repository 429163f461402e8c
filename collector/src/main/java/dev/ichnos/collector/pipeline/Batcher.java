package dev.ichnos.collector.pipeline;

import dev.ichnos.collector.config.BatchConfig;
import dev.ichnos.model.Span;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ObjIntConsumer;

/**
 * Fills batches by bytes, count and age, one at a time for each message of the exporter. The spans
 * of a trace that share a key stay together where they fit into one batch; otherwise they are
 * spread over as many as they need.
 */
final class Batcher {
  /** The key of spans that are still encoded: they can be joined with their like only. */
  private static final Object ENCODED = "encoded";

  /** Keys come from what senders write: past this many, the batch that is open longest leaves. */
  static final int MAX_OPEN = 1_024;

  private final long maxBytes;
  private final int maxSpans;
  private final long timeoutNanos;
  private final Function<List<Span>, Map<?, List<Span>>> messages;
  private final Consumer<Batch> full;

  /** By message key, in the order in which they were opened; none of them is empty. */
  private final Map<Object, Open> open = new LinkedHashMap<>();

  /**
   * @param messages {@link Exporter#messages}
   */
  Batcher(
      BatchConfig config, Function<List<Span>, Map<?, List<Span>>> messages, Consumer<Batch> full) {
    maxBytes = config.maxSize().bytes();
    maxSpans = config.maxSpans();
    timeoutNanos = config.timeout().toNanos();
    this.messages = messages;
    this.full = full;
  }

  void add(TraceUnit unit, long nowEpochNanos) {
    if (unit.isEncoded()) {
      add(ENCODED, unit.spans(), unit, nowEpochNanos);
      return;
    }
    Map<?, List<Span>> byMessage = messages.apply(unit.spans());
    List<Span> any = byMessage.get(Exporter.ANY_MESSAGE);
    if (any != null && byMessage.size() == 1) {
      add(Exporter.ANY_MESSAGE, any, unit, nowEpochNanos);
    } else {
      byMessage.forEach((key, spans) -> add(key, spans, unit, nowEpochNanos));
    }
  }

  /** Hands over the open batches that have waited long enough. */
  void flushDue(long nowEpochNanos) {
    while (dueEpochNanos() <= nowEpochNanos) {
      leave(open.keySet().iterator().next());
    }
  }

  void flush() {
    while (!open.isEmpty()) {
      leave(open.keySet().iterator().next());
    }
  }

  /** When an open batch is to leave; {@link Long#MAX_VALUE} when there is none. */
  long dueEpochNanos() {
    return open.isEmpty()
        ? Long.MAX_VALUE
        : open.values().iterator().next().openedEpochNanos() + timeoutNanos;
  }

  long bytes() {
    long bytes = 0;
    for (Open each : open.values()) {
      bytes += each.batch().bytes();
    }
    return bytes;
  }

  long spans() {
    long spans = 0;
    for (Open each : open.values()) {
      spans += each.batch().size();
    }
    return spans;
  }

  void forEachUnit(ObjIntConsumer<TraceUnit> action) {
    open.values().forEach(each -> each.batch().forEachUnit(action));
  }

  void remove(Set<TraceUnit> gone) {
    open.values().forEach(each -> each.batch().remove(gone));
    open.values().removeIf(each -> each.batch().isEmpty());
  }

  void clear() {
    open.clear();
  }

  private void add(Object key, List<Span> spans, TraceUnit unit, long nowEpochNanos) {
    Open filling = open.get(key);
    int room = filling == null ? 0 : filling.batch().room(spans, maxBytes, maxSpans);
    List<Span> left = spans;
    while (!left.isEmpty()) {
      if (room < left.size() && filling != null) {
        leave(key);
        filling = null;
      }
      if (filling == null) {
        filling = open(key, nowEpochNanos);
        room = Math.max(1, filling.batch().room(left, maxBytes, maxSpans));
      }
      filling.batch().add(room == left.size() ? left : left.subList(0, room), unit);
      left = room == left.size() ? List.of() : left.subList(room, left.size());
      room = 0;
    }
    if (filling != null && isFull(filling.batch())) {
      leave(key);
    }
  }

  private Open open(Object key, long nowEpochNanos) {
    if (open.size() == MAX_OPEN) {
      leave(open.keySet().iterator().next());
    }
    Open opened = new Open(new Batch(), nowEpochNanos);
    open.put(key, opened);
    return opened;
  }

  private void leave(Object key) {
    Open filled = open.remove(key);
    if (filled != null) {
      full.accept(filled.batch());
    }
  }

  private boolean isFull(Batch batch) {
    return batch.size() >= maxSpans || batch.bytes() > maxBytes;
  }

  private record Open(Batch batch, long openedEpochNanos) {}
}
