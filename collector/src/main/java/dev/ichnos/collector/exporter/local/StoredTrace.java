package dev.ichnos.collector.exporter.local;

import dev.ichnos.model.Span;
import dev.ichnos.model.TraceId;
import dev.ichnos.semconv.OtelKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One trace as far as it has come; replaced by a larger one when more spans come. What a search
 * asks for again with every span, such as the root, is found once.
 */
final class StoredTrace {
  private final TraceId id;
  private final List<Span> spans;
  private final long bytes;
  private final @Nullable Span root;
  private final long startEpochNanos;
  private final long endEpochNanos;

  /**
   * A trace.
   *
   * @param spans at least one, in the order of their arrival
   * @param bytes the heap that it holds, by the model's estimate
   */
  StoredTrace(TraceId id, List<Span> spans, long bytes) {
    this.id = id;
    this.spans = List.copyOf(spans);
    this.bytes = bytes;
    Span earliestRoot = null;
    long start = Long.MAX_VALUE;
    long end = 0;
    for (Span span : spans) {
      if (span.parentSpanId() == 0
          && (earliestRoot == null || span.startEpochNanos() < earliestRoot.startEpochNanos())) {
        earliestRoot = span;
      }
      if (span.startEpochNanos() != 0) {
        start = Math.min(start, span.startEpochNanos());
      }
      end = Math.max(end, span.endEpochNanos());
    }
    root = earliestRoot;
    startEpochNanos = start == Long.MAX_VALUE ? 0 : start;
    endEpochNanos = Math.max(startEpochNanos, end);
  }

  StoredTrace with(List<Span> more, long moreBytes) {
    List<Span> all = new ArrayList<>(spans.size() + more.size());
    all.addAll(spans);
    all.addAll(more);
    return new StoredTrace(id, all, bytes + moreBytes);
  }

  TraceId id() {
    return id;
  }

  List<Span> spans() {
    return spans;
  }

  long bytes() {
    return bytes;
  }

  /** The earliest span without a parent; empty while none has come. */
  Optional<Span> root() {
    return Optional.ofNullable(root);
  }

  String rootServiceName() {
    return root == null ? "" : root.resource().attributes().string(OtelKeys.SERVICE_NAME);
  }

  String rootName() {
    return root == null ? "" : root.name();
  }

  /** The earliest start of a span; 0 when no span has one. */
  long startEpochNanos() {
    return startEpochNanos;
  }

  /** The latest end of a span, at least the start. */
  long endEpochNanos() {
    return endEpochNanos;
  }

  long durationNanos() {
    return endEpochNanos - startEpochNanos;
  }
}
