package dev.ichnos.collector.exporter.local;

import dev.ichnos.model.Span;
import dev.ichnos.model.TraceId;
import dev.ichnos.semconv.OtelKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One trace as far as it has come; replaced by a larger one when more spans come.
 *
 * @param spans at least one, in the order of their arrival
 * @param bytes the heap that it holds, by the model's estimate
 */
record StoredTrace(TraceId id, List<Span> spans, long bytes) {
  StoredTrace with(List<Span> more, long moreBytes) {
    List<Span> all = new ArrayList<>(spans.size() + more.size());
    all.addAll(spans);
    all.addAll(more);
    return new StoredTrace(id, List.copyOf(all), bytes + moreBytes);
  }

  /** The earliest span without a parent; empty while none has come. */
  Optional<Span> root() {
    Span root = null;
    for (Span span : spans) {
      if (span.parentSpanId() == 0
          && (root == null || span.startEpochNanos() < root.startEpochNanos())) {
        root = span;
      }
    }
    return Optional.ofNullable(root);
  }

  String rootServiceName() {
    return root()
        .map(span -> span.resource().attributes().string(OtelKeys.SERVICE_NAME))
        .orElse("");
  }

  String rootName() {
    return root().map(Span::name).orElse("");
  }

  /** The earliest start of a span; 0 when no span has one. */
  long startEpochNanos() {
    long start = Long.MAX_VALUE;
    for (Span span : spans) {
      if (span.startEpochNanos() != 0) {
        start = Math.min(start, span.startEpochNanos());
      }
    }
    return start == Long.MAX_VALUE ? 0 : start;
  }

  /** The latest end of a span, at least the start. */
  long endEpochNanos() {
    long end = startEpochNanos();
    for (Span span : spans) {
      end = Math.max(end, span.endEpochNanos());
    }
    return end;
  }

  long durationNanos() {
    return endEpochNanos() - startEpochNanos();
  }
}
