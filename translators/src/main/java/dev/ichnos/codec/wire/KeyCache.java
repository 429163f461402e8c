package dev.ichnos.codec.wire;

import org.jspecify.annotations.Nullable;

/**
 * Gives equal attribute keys the same string, within a message and from one message to the next, so
 * that a key such as {@code http.method} exists once and not once a span.
 *
 * <p>Small tables, one by bytes and one by text, of two places for each hash, in which a newer key
 * takes an older one's place: bounded, and a sender of endless different keys only loses the
 * sharing. Safe for many threads without locks: strings are immutable, and the worst that a race
 * does is to make a key twice.
 */
public final class KeyCache {
  private static final int SLOTS = 1024;
  private static final int MAX_LENGTH = 64;

  private final @Nullable CachedText[] byBytes = new @Nullable CachedText[SLOTS];
  private final @Nullable String[] slots = new @Nullable String[SLOTS];

  /** The ASCII text of these bytes; null if they are not short ASCII, and not for this table. */
  public @Nullable String get(byte[] bytes, int from, int length) {
    if (length > MAX_LENGTH) {
      return null;
    }
    CachedText found = find(bytes, from, length, CachedText.hash(bytes, from, length));
    return found == null ? null : found.text;
  }

  /** As {@link #get(byte[], int, int)}, of bytes whose hash is known. */
  @Nullable CachedText find(byte[] bytes, int from, int length, int hash) {
    if (length > MAX_LENGTH) {
      return null;
    }
    int slot = hash & (SLOTS - 1);
    CachedText known = byBytes[slot];
    if (known != null && known.isOf(bytes, from, length)) {
      return known;
    }
    known = byBytes[slot ^ 1];
    if (known != null && known.isOf(bytes, from, length)) {
      return known;
    }
    if (!CachedText.isAscii(bytes, from, length)) {
      return null;
    }
    CachedText added = new CachedText(bytes, from, length, hash);
    byBytes[slot ^ 1] = byBytes[slot];
    byBytes[slot] = added;
    return added;
  }

  /** A key that may have this hash, to be looked at. */
  @Nullable CachedText guess(int hash) {
    int slot = hash & (SLOTS - 1);
    CachedText known = byBytes[slot];
    return known != null && known.hash == hash ? known : byBytes[slot ^ 1];
  }

  /** The string that stands for {@code key}; the key itself when it is long or new. */
  public String get(String key) {
    if (key.length() > MAX_LENGTH) {
      return key;
    }
    int slot = slotOf(key.hashCode());
    String known = slots[slot];
    if (key.equals(known)) {
      return known;
    }
    known = slots[slot ^ 1];
    if (key.equals(known)) {
      return known;
    }
    return put(slot, key);
  }

  /** In the free place of the two, else in place of the older. */
  private String put(int slot, String key) {
    slots[slot ^ 1] = slots[slot];
    slots[slot] = key;
    return key;
  }

  private static int slotOf(int hash) {
    return (hash ^ (hash >>> 10) ^ (hash >>> 20)) & (SLOTS - 1);
  }
}
