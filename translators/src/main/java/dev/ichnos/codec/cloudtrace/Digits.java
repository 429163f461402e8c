package dev.ichnos.codec.cloudtrace;

/** Reads line numbers. */
final class Digits {
  private static final int MOST = 9;

  private Digits() {}

  /** The number that stands in this part of the text; -1 when it is none of 1 to 9 digits. */
  static long parse(String text, int from, int to) {
    if (from >= to || to - from > MOST) {
      return -1;
    }
    long value = 0;
    for (int i = from; i < to; i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      value = value * 10 + digit;
    }
    return value;
  }
}
