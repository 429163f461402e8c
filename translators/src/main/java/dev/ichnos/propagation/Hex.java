package dev.ichnos.propagation;

import java.util.Arrays;

/** Reads and writes runs of hex digits inside a header's value, by index. */
final class Hex {
  private static final byte[] VALUES = new byte['f' + 1];
  private static final byte[] DIGITS = {
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
  };

  static {
    Arrays.fill(VALUES, (byte) -1);
    for (int i = 0; i < 16; i++) {
      VALUES[Character.forDigit(i, 16)] = (byte) i;
      VALUES[Character.toUpperCase(Character.forDigit(i, 16))] = (byte) i;
    }
  }

  private Hex() {}

  /** Whether this is a hex digit of any case. */
  static boolean isDigit(char c) {
    return c < VALUES.length && VALUES[c] >= 0;
  }

  /**
   * Index of the first character from {@code from} on that is no hex digit; {@code to} if all are.
   */
  static int end(String text, int from, int to) {
    int i = from;
    while (i < to && isDigit(text.charAt(i))) {
      i++;
    }
    return i;
  }

  /** Whether there is an upper-case letter in the range. */
  static boolean hasUpperCase(String text, int from, int to) {
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (c >= 'A' && c <= 'Z') {
        return true;
      }
    }
    return false;
  }

  /** The number that these hex digits write; of more than 16, that of the last 16. */
  static long parse(String digits, int from, int to) {
    long value = 0;
    for (int i = from; i < to; i++) {
      value = value << 4 | VALUES[digits.charAt(i)];
    }
    return value;
  }

  /** Writes 16 lower-case digits and returns the index behind them. */
  static int write(long value, byte[] out, int at) {
    for (int shift = 60; shift >= 0; shift -= 4) {
      out[at++] = DIGITS[(int) (value >>> shift) & 0xf];
    }
    return at;
  }

  /** 16 lower-case digits. */
  static String of(long value) {
    byte[] digits = new byte[16];
    write(value, digits, 0);
    return Ascii.string(digits, 16);
  }
}
