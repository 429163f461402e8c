package dev.ichnos.codec.wire;

import java.util.Arrays;

/** Reads ids written as hex digits of any case, straight from a message or a parser's text. */
public final class HexIds {
  private static final byte[] DIGITS = new byte['f' + 1];

  static {
    Arrays.fill(DIGITS, (byte) -1);
    for (int i = 0; i < 16; i++) {
      DIGITS[Character.forDigit(i, 16)] = (byte) i;
      DIGITS[Character.toUpperCase(Character.forDigit(i, 16))] = (byte) i;
    }
  }

  private HexIds() {}

  /** Whether all of these characters are hex digits; true for none. */
  public static boolean areDigits(char[] chars, int offset, int length) {
    for (int i = offset; i < offset + length; i++) {
      if (chars[i] >= DIGITS.length || DIGITS[chars[i]] < 0) {
        return false;
      }
    }
    return true;
  }

  /** The number that these digits write, of which there are at most 16; 0 for none. */
  public static long parse(char[] digits, int offset, int length) {
    long value = 0;
    for (int i = offset; i < offset + length; i++) {
      value = (value << 4) | DIGITS[digits[i]];
    }
    return value;
  }

  /** Whether all of these bytes are hex digits; true for none. */
  public static boolean areDigits(byte[] bytes, int offset, int length) {
    for (int i = offset; i < offset + length; i++) {
      int digit = bytes[i] & 0xFF;
      if (digit >= DIGITS.length || DIGITS[digit] < 0) {
        return false;
      }
    }
    return true;
  }

  /** The number that these digits write, of which there are at most 16; 0 for none. */
  public static long parse(byte[] digits, int offset, int length) {
    long value = 0;
    for (int i = offset; i < offset + length; i++) {
      value = (value << 4) | DIGITS[digits[i]];
    }
    return value;
  }
}
