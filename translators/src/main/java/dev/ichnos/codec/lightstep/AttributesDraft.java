package dev.ichnos.codec.lightstep;

import dev.ichnos.codec.MendReason;
import dev.ichnos.model.Attributes;
import dev.ichnos.semconv.LightstepKeys;

/** Tags on their way to attributes, within the limits. Of two tags with one key the last stays. */
final class AttributesDraft {
  private final int most;
  private final Mends mends;
  private final Attributes.Builder attributes = Attributes.builder();
  private int dropped;

  AttributesDraft(int most, Mends mends) {
    this.most = most;
    this.mends = mends;
  }

  void clear() {
    attributes.clear();
    dropped = 0;
  }

  /** Puts it under another key than its own; a tag without a key, and a token, are left out. */
  void put(KeyValue value, String under) {
    if (under.isEmpty()) {
      mends.add(MendReason.FIELD_LEFT_OUT);
    } else if (!under.equals(LightstepKeys.ACCESS_TOKEN) && hasRoom(under)) {
      value.putInto(attributes, under);
    }
  }

  void put(String key, String value) {
    if (hasRoom(key)) {
      attributes.put(key, value);
    }
  }

  boolean contains(String key) {
    return attributes.contains(key);
  }

  private boolean hasRoom(String key) {
    if (attributes.size() < most || attributes.contains(key)) {
      return true;
    }
    if (dropped++ == 0) {
      mends.add(MendReason.LIMIT);
    }
    return false;
  }

  Attributes build() {
    return attributes.build();
  }

  /** How many were left out for the limit. */
  int dropped() {
    return dropped;
  }
}
