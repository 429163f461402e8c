package dev.ichnos.collector.demo;

import dev.ichnos.model.Span;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntSupplier;

/** The spans that a stand-in was sent, by trace key. Safe for many threads. */
final class ArrivedSpans {
  private final Map<Long, List<Span>> traces = new HashMap<>();
  private final Map<Long, Span> byId = new HashMap<>();

  synchronized void add(List<Span> spans) {
    for (Span span : spans) {
      traces.computeIfAbsent(span.traceIdLow(), any -> new ArrayList<>()).add(span);
      byId.put(span.spanId(), span);
    }
    notifyAll();
  }

  /**
   * Waits until {@code spans} spans of the trace have come.
   *
   * @return those that have come, fewer if the time is over
   */
  synchronized List<Span> await(long traceKey, int spans, Duration timeout)
      throws InterruptedException {
    await(() -> traces.getOrDefault(traceKey, List.of()).size(), spans, timeout);
    return List.copyOf(traces.getOrDefault(traceKey, List.of()));
  }

  /**
   * Waits until the spans with these ids have come, in whatever traces.
   *
   * @return all spans of these traces that have come
   */
  synchronized List<Span> await(Set<Long> spanIds, Duration timeout) throws InterruptedException {
    await(() -> (int) spanIds.stream().filter(byId::containsKey).count(), spanIds.size(), timeout);
    Set<Long> keys = new HashSet<>();
    for (long id : spanIds) {
      Span span = byId.get(id);
      if (span != null) {
        keys.add(span.traceIdLow());
      }
    }
    return keys.stream().flatMap(key -> traces.getOrDefault(key, List.of()).stream()).toList();
  }

  private synchronized void await(IntSupplier come, int wanted, Duration timeout)
      throws InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (come.getAsInt() < wanted) {
      long left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
      if (left <= 0) {
        return;
      }
      wait(left);
    }
  }
}
