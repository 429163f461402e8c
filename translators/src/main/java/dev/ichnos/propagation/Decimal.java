package dev.ichnos.propagation;

/** Reads and writes unsigned decimal numbers of 64 bits inside a header's value, by index. */
final class Decimal {
  private static final String MAX = "18446744073709551615";

  private Decimal() {}

  /** Index of the first character from {@code from} on that is no digit; {@code to} if all are. */
  static int end(String text, int from, int to) {
    int i = from;
    while (i < to && text.charAt(i) >= '0' && text.charAt(i) <= '9') {
      i++;
    }
    return i;
  }

  /** Whether the number that these digits write fits into 64 bits. */
  static boolean fits(String digits, int from, int to) {
    int first = from;
    while (first < to && digits.charAt(first) == '0') {
      first++;
    }
    int length = to - first;
    if (length != MAX.length()) {
      return length < MAX.length();
    }
    for (int i = 0; i < length; i++) {
      int difference = digits.charAt(first + i) - MAX.charAt(i);
      if (difference != 0) {
        return difference < 0;
      }
    }
    return true;
  }

  /** The number that these digits write, which {@link #fits}. */
  static long parse(String digits, int from, int to) {
    long value = 0;
    for (int i = from; i < to; i++) {
      value = value * 10 + digits.charAt(i) - '0';
    }
    return value;
  }

  /** Writes up to 20 digits, unsigned, and returns the index behind them. */
  static int write(long value, byte[] out, int at) {
    int digits = 1;
    for (long rest = Long.divideUnsigned(value, 10); rest != 0; rest /= 10) {
      digits++;
    }
    long rest = value;
    for (int i = at + digits - 1; i >= at; i--) {
      // Signed division is cheap, and right once the top bit is gone.
      long quotient = rest < 0 ? Long.divideUnsigned(rest, 10) : rest / 10;
      out[i] = (byte) ('0' + (rest - quotient * 10));
      rest = quotient;
    }
    return at + digits;
  }
}
