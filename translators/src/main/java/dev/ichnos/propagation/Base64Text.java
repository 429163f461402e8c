package dev.ichnos.propagation;

import java.util.Arrays;

/** Reads base64 digits (RFC 4648, section 4) inside a header's value, by index. */
final class Base64Text {
  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  private static final byte[] VALUES = new byte[128];

  static {
    Arrays.fill(VALUES, (byte) -1);
    for (int i = 0; i < ALPHABET.length(); i++) {
      VALUES[ALPHABET.charAt(i)] = (byte) i;
    }
  }

  private Base64Text() {}

  /** Index of the first character from {@code from} on that is no digit; {@code to} if all are. */
  static int end(String text, int from, int to) {
    int i = from;
    while (i < to && text.charAt(i) < VALUES.length && VALUES[text.charAt(i)] >= 0) {
      i++;
    }
    return i;
  }

  /** Fills the array from the digits at {@code from}, of which there must be enough. */
  static void decode(String digits, int from, byte[] out) {
    int bits = 0;
    int count = 0;
    int at = from;
    for (int i = 0; i < out.length; i++) {
      while (count < 8) {
        bits = bits << 6 | VALUES[digits.charAt(at++)];
        count += 6;
      }
      count -= 8;
      out[i] = (byte) (bits >> count);
    }
  }
}
