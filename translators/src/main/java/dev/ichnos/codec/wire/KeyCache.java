package dev.ichnos.codec.wire;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Gives equal attribute keys of one message the same string, so that a batch of a thousand spans
 * holds {@code http.method} once. A small table in which a newer key takes the older one's place:
 * bounded, and a sender of endless different keys only loses the sharing. Belongs to one decoding.
 */
public final class KeyCache {
  private static final int SLOTS = 256;
  private static final int MAX_LENGTH = 64;

  private final @Nullable String[] slots = new @Nullable String[SLOTS];

  /** The ASCII text of these bytes; null if they are not short ASCII, and not for this table. */
  public @Nullable String get(byte[] bytes, int from, int length) {
    if (length > MAX_LENGTH) {
      return null;
    }
    int hash = length;
    for (int i = from; i < from + length; i++) {
      byte next = bytes[i];
      if (next < 0) {
        return null;
      }
      hash = 31 * hash + next;
    }
    int slot = (hash ^ hash >>> 8 ^ hash >>> 16) & (SLOTS - 1);
    String known = slots[slot];
    if (known != null && matches(known, bytes, from, length)) {
      return known;
    }
    String key = new String(bytes, from, length, StandardCharsets.ISO_8859_1);
    slots[slot] = key;
    return key;
  }

  private static boolean matches(String known, byte[] bytes, int from, int length) {
    if (known.length() != length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (known.charAt(i) != bytes[from + i]) {
        return false;
      }
    }
    return true;
  }
}
