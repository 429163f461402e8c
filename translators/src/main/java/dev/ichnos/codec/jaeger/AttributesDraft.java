package dev.ichnos.codec.jaeger;

import dev.ichnos.codec.DecodeLimits;
import dev.ichnos.codec.MendReason;
import dev.ichnos.model.Attributes;

/** Tags on their way to attributes, within the limits. Of two tags with one key the last stays. */
final class AttributesDraft {
  private final DecodeLimits limits;
  private final Mends mends;
  private final Attributes.Builder attributes = Attributes.builder();
  private int dropped;

  AttributesDraft(DecodeLimits limits, Mends mends) {
    this.limits = limits;
    this.mends = mends;
  }

  void clear() {
    attributes.clear();
    dropped = 0;
  }

  void add(TagDraft tag) {
    add(tag, tag.key);
  }

  void add(TagDraft tag, String key) {
    if (!tag.isUsable()) {
      mends.add(MendReason.FIELD_LEFT_OUT);
      return;
    }
    if (hasRoom(key)) {
      tag.putInto(attributes, key);
    }
  }

  boolean contains(String key) {
    return attributes.contains(key);
  }

  /** Whether the key is there or may be; if not, it is counted as left out. */
  boolean hasRoom(String key) {
    if (attributes.size() < limits.maxAttributes() || attributes.contains(key)) {
      return true;
    }
    if (dropped++ == 0) {
      mends.add(MendReason.LIMIT);
    }
    return false;
  }

  Attributes.Builder builder() {
    return attributes;
  }

  Attributes build() {
    return attributes.build();
  }

  /** How many were left out for the limit. */
  int dropped() {
    return dropped;
  }
}
