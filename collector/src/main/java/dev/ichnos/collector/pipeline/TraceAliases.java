package dev.ichnos.collector.pipeline;

import dev.ichnos.model.TraceId;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The ids of traces that were joined, for spans that come later. Bounded by number and age, the
 * eldest goes first; its clock is the window's.
 */
final class TraceAliases {
  /** About 10 MB. */
  static final int MOST = 1 << 16;

  static final long AGE_NANOS = 600_000_000_000L;

  private final Map<TraceId, Alias> aliases = new LinkedHashMap<>();

  private record Alias(TraceId id, long epochNanos) {}

  /** The id that the trace has now; null if it was not joined, or that is forgotten. */
  @Nullable TraceId of(TraceId trace) {
    Alias alias = aliases.get(trace);
    return alias == null ? null : alias.id();
  }

  void put(Set<TraceId> traces, TraceId id, long epochNanos) {
    for (TraceId trace : traces) {
      aliases.remove(trace);
      aliases.put(trace, new Alias(id, epochNanos));
    }
    Iterator<Alias> eldest = aliases.values().iterator();
    while (eldest.hasNext()) {
      Alias alias = eldest.next();
      if (aliases.size() <= MOST && epochNanos - alias.epochNanos() < AGE_NANOS) {
        return;
      }
      eldest.remove();
    }
  }

  int size() {
    return aliases.size();
  }
}
