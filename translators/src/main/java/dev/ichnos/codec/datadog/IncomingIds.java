package dev.ichnos.codec.datadog;

/** Ids that came as text: hex, in tags and in the JSON of links. */
final class IncomingIds {
  /** The digits of 64 bits. */
  static final int HALF = 16;

  private IncomingIds() {}

  static boolean areHex(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean hex = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
      if (!hex) {
        return false;
      }
    }
    return true;
  }

  /** The number that these hex digits write, at most 16; 0 for none. */
  static long parse(String digits, int from, int to) {
    return from >= to ? 0 : Long.parseUnsignedLong(digits, from, to, 16);
  }
}
