package dev.ichnos.collector.pipeline;

import dev.ichnos.model.SpanBatch;
import java.util.Objects;

/**
 * One entry of the journal: a trace group, the spans of one trace from one message; in a
 * pass-through pipeline, a message whole.
 *
 * @param sequence its place in the journal, rising, unique
 * @param appendEpochNanos when it was appended, nanoseconds since 1970: the clock of trace windows
 * @param group its spans, at least one, all with the same trace id unless they are still encoded
 * @param bytes what it counts for against the journal's size
 */
public record Entry(long sequence, long appendEpochNanos, SpanBatch group, long bytes) {
  public Entry {
    Objects.requireNonNull(group, "group");
    if (group.isEmpty()) {
      throw new IllegalArgumentException("group: no spans (expected: at least one)");
    }
  }

  /** The low half of the trace id, by which all parts of a trace meet. */
  public long traceKey() {
    return group.traceKey();
  }
}
