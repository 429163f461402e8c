package dev.ichnos.codec.opencensus;

import dev.ichnos.codec.MendReason;
import dev.ichnos.model.Attributes;

/**
 * What is left of the bounds of one node or resource: 256 entries, 65,536 characters. A stream
 * keeps both as long as it is open, and spans with resources of their own multiply them.
 */
final class LabelRoom {
  static final int MAX_ENTRIES = 256;
  static final int MAX_CHARS = 65_536;

  private final Mends mends;
  private int chars;
  private boolean full;

  LabelRoom(Mends mends) {
    this.mends = mends;
  }

  /** For the next node or resource. */
  void reset() {
    chars = 0;
    full = false;
  }

  void put(Attributes.Builder into, String key, String value) {
    if (takes(into, key, value.length())) {
      into.put(key, value);
    }
  }

  void put(Attributes.Builder into, String key, long value) {
    if (takes(into, key, 0)) {
      into.put(key, value);
    }
  }

  private boolean takes(Attributes.Builder into, String key, int length) {
    boolean fits =
        chars + (long) key.length() + length <= MAX_CHARS
            && (into.size() < MAX_ENTRIES || into.contains(key));
    if (fits) {
      chars += key.length() + length;
    } else if (!full) {
      full = true;
      mends.add(MendReason.LIMIT);
    }
    return fits;
  }
}
