package dev.ichnos.collector.demo;

import dev.ichnos.model.Span;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The spans that a stand-in was sent, by trace key. Safe for many threads. */
final class ArrivedSpans {
  private final Map<Long, List<Span>> traces = new HashMap<>();

  synchronized void add(List<Span> spans) {
    for (Span span : spans) {
      traces.computeIfAbsent(span.traceIdLow(), any -> new ArrayList<>()).add(span);
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
    long deadline = System.nanoTime() + timeout.toNanos();
    while (traces.getOrDefault(traceKey, List.of()).size() < spans) {
      long left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
      if (left <= 0) {
        break;
      }
      wait(left);
    }
    return List.copyOf(traces.getOrDefault(traceKey, List.of()));
  }
}
