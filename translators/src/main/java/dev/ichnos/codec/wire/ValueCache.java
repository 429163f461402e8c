package dev.ichnos.codec.wire;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Gives equal values of attributes the same string where they recur, as the names of a node, a
 * service or a user agent do in nearly every span of a sender.
 *
 * <p>Unlike keys, most values never come again, and many come only once more, with the other half
 * of a call. So of the first time only a number stays, which costs nothing; of the second the
 * string, which is made anyway; from the third time on its bytes are kept beside it, by which it is
 * found fast. Two places for each hash, in which a newer text takes an older one's place, and one
 * for those that came twice: bounded, some 1.5 MiB if every text is of the longest. Safe for many
 * threads without locks, as {@link KeyCache}.
 */
public final class ValueCache {
  private static final int SLOTS = 2048;
  private static final int MAX_LENGTH = 192;

  private final @Nullable CachedText[] slots = new @Nullable CachedText[SLOTS];
  private final @Nullable String[] seenTwice = new @Nullable String[SLOTS];
  private final int[] seenOnce = new int[SLOTS];

  /** The text of these bytes; null if it does not recur, is long, or is not ASCII. */
  public @Nullable String get(byte[] bytes, int from, int length) {
    if (length > MAX_LENGTH) {
      return null;
    }
    return get(bytes, from, length, CachedText.hash(bytes, from, length));
  }

  /** As {@link #get(byte[], int, int)}, of bytes whose hash is known. */
  @Nullable String get(byte[] bytes, int from, int length, int hash) {
    if (length > MAX_LENGTH) {
      return null;
    }
    int slot = hash & (SLOTS - 1);
    CachedText known = slots[slot];
    if (known != null && known.isOf(bytes, from, length)) {
      return known.text;
    }
    known = slots[slot ^ 1];
    if (known != null && known.isOf(bytes, from, length)) {
      return known.text;
    }
    String again = seenTwice[slot];
    if (again != null && CachedText.isOf(again, bytes, from, length)) {
      return put(slot, new CachedText(again, bytes, from, length, hash));
    }
    if (seenOnce[slot] != hash) {
      seenOnce[slot] = hash;
      return null;
    }
    return CachedText.isAscii(bytes, from, length) ? putAgain(slot, bytes, from, length) : null;
  }

  private String putAgain(int slot, byte[] bytes, int from, int length) {
    String text = new String(bytes, from, length, StandardCharsets.ISO_8859_1);
    seenTwice[slot] = text;
    return text;
  }

  private String put(int slot, CachedText text) {
    slots[slot ^ 1] = slots[slot];
    slots[slot] = text;
    return text.text;
  }
}
