package dev.ichnos.codec.xray;

import dev.ichnos.codec.DecodeLimits;
import dev.ichnos.codec.MendReason;
import dev.ichnos.model.AttributeList;
import dev.ichnos.model.Attributes;

/** Attributes while they are gathered, within the limits. What comes first under a key stays. */
final class AttributesDraft {
  private final DecodeLimits limits;
  private final Attributes.Builder attributes = Attributes.builder();
  private int dropped;

  AttributesDraft(DecodeLimits limits) {
    this.limits = limits;
  }

  void put(String key, String value, XRayJson mends) {
    putValue(key, value, mends);
  }

  void put(String key, long value, XRayJson mends) {
    putValue(key, value, mends);
  }

  void put(String key, boolean value, XRayJson mends) {
    putValue(key, value, mends);
  }

  void putValue(String key, Object value, XRayJson mends) {
    if (attributes.contains(key)) {
      return;
    }
    if (attributes.size() >= limits.maxAttributes()) {
      if (dropped++ == 0) {
        mends.mended(MendReason.LIMIT);
      }
      return;
    }
    if (value instanceof String text) {
      attributes.put(key, text);
    } else if (value instanceof Long number) {
      attributes.put(key, number.longValue());
    } else if (value instanceof Boolean flag) {
      attributes.put(key, flag.booleanValue());
    } else if (value instanceof Double number) {
      attributes.put(key, number.doubleValue());
    } else if (value instanceof AttributeList list) {
      attributes.put(key, list);
    } else {
      attributes.put(key, (Attributes) value);
    }
  }

  static void add(AttributeList.Builder list, Object value) {
    if (value instanceof String text) {
      list.add(text);
    } else if (value instanceof Long number) {
      list.add(number.longValue());
    } else if (value instanceof Boolean flag) {
      list.add(flag.booleanValue());
    } else if (value instanceof Double number) {
      list.add(number.doubleValue());
    } else if (value instanceof AttributeList inner) {
      list.add(inner);
    } else {
      list.add((Attributes) value);
    }
  }

  boolean isEmpty() {
    return attributes.size() == 0;
  }

  /** How many were left out for the limit. */
  int dropped() {
    return dropped;
  }

  Attributes build() {
    return attributes.build();
  }
}
