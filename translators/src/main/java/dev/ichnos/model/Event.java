package dev.ichnos.model;

import java.util.Objects;

/**
 * Something that happened at one moment of a span.
 *
 * @param epochNanos nanoseconds since 1970, 0 when absent
 * @param name empty when absent
 * @param attributes what is known of it
 * @param droppedAttributesCount attributes that the sender left out, an unsigned 32-bit number
 */
public record Event(
    long epochNanos, String name, Attributes attributes, int droppedAttributesCount) {
  public Event {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(attributes, "attributes");
  }

  /** An event without attributes. */
  public static Event of(long epochNanos, String name) {
    return new Event(epochNanos, name, Attributes.EMPTY, 0);
  }

  /** Roughly the heap bytes that it holds, itself included; see {@link SpanBatch}. */
  public int retainedBytes() {
    return 32 + HeapSize.of(name) + attributes.retainedBytes();
  }
}
