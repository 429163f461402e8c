package dev.ichnos.collector.exporter.local;

import dev.ichnos.collector.pipeline.TraceGroups;
import dev.ichnos.model.SpanBatch;
import dev.ichnos.model.TraceId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;

/**
 * Recent traces, bounded by bytes: past the bound, the trace that came first goes, as a whole. Safe
 * for many threads; the lock is held for look-ups and appends, never for a search.
 */
final class TraceStore {
  /** What a trace costs beside its spans: the map's entry, the record, the id, the list. */
  private static final int TRACE_OVERHEAD_BYTES = 160;

  private final long maxBytes;
  private final IntConsumer onEvicted;
  private final LinkedHashMap<TraceId, StoredTrace> traces = new LinkedHashMap<>();
  private long bytes;

  /**
   * An empty store.
   *
   * @param onEvicted told how many traces had to go
   */
  TraceStore(long maxBytes, IntConsumer onEvicted) {
    this.maxBytes = maxBytes;
    this.onEvicted = onEvicted;
  }

  void add(SpanBatch batch) {
    List<SpanBatch> groups = TraceGroups.of(batch);
    int evicted = 0;
    synchronized (this) {
      for (SpanBatch group : groups) {
        evicted += add(group.spans().get(0).traceId(), group);
      }
    }
    if (evicted > 0) {
      onEvicted.accept(evicted);
    }
  }

  private int add(TraceId id, SpanBatch group) {
    long groupBytes = group.retainedBytes();
    StoredTrace known = traces.get(id);
    if (known == null) {
      groupBytes += TRACE_OVERHEAD_BYTES;
      traces.put(id, new StoredTrace(id, group.spans(), groupBytes));
    } else {
      traces.put(id, known.with(group.spans(), groupBytes));
    }
    bytes += groupBytes;
    int evicted = 0;
    while (bytes > maxBytes) {
      var eldest = traces.entrySet().iterator();
      bytes -= eldest.next().getValue().bytes();
      eldest.remove();
      evicted++;
    }
    return evicted;
  }

  synchronized Optional<StoredTrace> find(TraceId id) {
    return Optional.ofNullable(traces.get(id));
  }

  /** The traces that came last, newest first, at most {@code max} of them. */
  synchronized List<StoredTrace> newest(int max) {
    Deque<StoredTrace> kept = new ArrayDeque<>();
    int skip = traces.size() - max;
    for (StoredTrace trace : traces.values()) {
      if (skip-- <= 0) {
        kept.addFirst(trace);
      }
    }
    return List.copyOf(kept);
  }

  synchronized long bytes() {
    return bytes;
  }

  synchronized int size() {
    return traces.size();
  }
}
