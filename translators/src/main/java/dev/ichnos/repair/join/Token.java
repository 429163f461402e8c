package dev.ichnos.repair.join;

import dev.ichnos.model.IdHash;

/**
 * What spans of one request may have in common.
 *
 * @param isRequest whether it is a request id; else a trace id
 * @param high upper half of the trace id; 0 for a request id, or a 64-bit trace id
 * @param low lower half of the trace id, or the request id's hash
 */
record Token(boolean isRequest, long high, long low) {
  private static final long SEED = 0x006963686E6F734AL;
  private static final int SHORTEST = 16;
  private static final int LONGEST = 128;
  private static final int FEWEST_DIFFERENT = 8;
  private static final int UUID = 36;

  /** Envoy writes into this digit of a UUID, hop by hop, why the request is traced. */
  private static final int REASON = 14;

  /** The key under which bearers of the token meet: a token and its 64-bit form have the same. */
  long key() {
    return IdHash.number(IdHash.number(SEED, isRequest ? 1 : 2), low);
  }

  /**
   * Whether the id can tell a request from others at all: people write such as {@code 1} or {@code
   * deadbeefdeadbeef} into scripts, generators do not.
   */
  static boolean isRandom(long low) {
    int ones = Long.bitCount(low);
    return ones >= 12 && ones <= 52 && (low >>> 32) != (low & 0xFFFFFFFFL);
  }

  /** The hash of a request id; 0 if it is one that cannot tell a request from others. */
  static long requestHash(String id) {
    if (id.length() < SHORTEST || id.length() > LONGEST) {
      return 0;
    }
    long seen = 0;
    for (int i = 0; i < id.length(); i++) {
      seen |= 1L << (id.charAt(i) & 63);
    }
    return Long.bitCount(seen) < FEWEST_DIFFERENT ? 0 : hash(id);
  }

  private static long hash(String id) {
    boolean packed = id.length() == UUID && id.charAt(REASON - 1) == '-';
    if (!packed) {
      return IdHash.text(SEED, id);
    }
    return IdHash.text(IdHash.text(SEED, id.substring(0, REASON)), id.substring(REASON + 1));
  }
}
