package dev.ichnos.codec.cloudtrace;

import dev.ichnos.codec.DecodeLimits;
import dev.ichnos.model.Attributes;

/** Attributes while they are read, under the keys that the sender gave them. */
final class AttributesDraft {
  private final int most;
  private final Attributes.Builder attributes = Attributes.builder();
  private int upstreamDropped;
  private int surplus;

  AttributesDraft(DecodeLimits limits) {
    most = limits.maxAttributes();
  }

  void clear() {
    attributes.clear();
    upstreamDropped = 0;
    surplus = 0;
  }

  /** Whether there is room for {@code key}; if not, it is counted as left out. */
  boolean hasRoom(String key) {
    if (attributes.size() < most || attributes.contains(key)) {
      return true;
    }
    surplus++;
    return false;
  }

  void put(String key, String value) {
    if (hasRoom(key)) {
      attributes.put(key, value);
    }
  }

  void put(String key, long value) {
    if (hasRoom(key)) {
      attributes.put(key, value);
    }
  }

  void put(String key, boolean value) {
    if (hasRoom(key)) {
      attributes.put(key, value);
    }
  }

  void putEmpty(String key) {
    if (hasRoom(key)) {
      attributes.putEmpty(key);
    }
  }

  /** How many the sender says that it left out. */
  void upstreamDropped(int count) {
    upstreamDropped = count;
  }

  /** Whether more came than the limits allow. */
  boolean isOverLimit() {
    return surplus > 0;
  }

  /** What was left out by the sender and by us. */
  int droppedCount() {
    return EncodeCounts.sum(upstreamDropped, surplus);
  }

  Attributes build() {
    return attributes.build();
  }
}
