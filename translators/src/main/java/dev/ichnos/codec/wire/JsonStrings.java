package dev.ichnos.codec.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Finds what is special within the quotes of JSON (RFC 8259, section 7). */
final class JsonStrings {
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGH_BITS = 0x8080808080808080L;
  private static final long QUOTES = '"' * ONES;
  private static final long BACKSLASHES = '\\' * ONES;
  private static final VarHandle LONG_AT =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private boolean ascii;
  private int hash;

  /** Where the next quote or backslash stands, or {@code end}; eight bytes at a time. */
  int stop(byte[] bytes, int from, int end) {
    long all = 0;
    long mixed = 0;
    int i = from;
    while (i + Long.BYTES <= end) {
      long word = (long) LONG_AT.get(bytes, i);
      long stops = zeros(word ^ QUOTES) | zeros(word ^ BACKSLASHES);
      if (stops != 0) {
        // Marks above the lowest may be false, the lowest never is.
        int before = Long.numberOfTrailingZeros(stops) & -Byte.SIZE;
        long rest = word & ~(-1L << before);
        int stop = i + before / Byte.SIZE;
        ascii = ((all | rest) & HIGH_BITS) == 0;
        hash = CachedText.hash(mixed, rest, stop - from);
        return stop;
      }
      all |= word;
      mixed = CachedText.mix(mixed, word);
      i += Long.BYTES;
    }
    return lastStop(bytes, from, i, end);
  }

  /** As {@link #stop}, among the last bytes of the message. */
  private int lastStop(byte[] bytes, int from, int first, int end) {
    int i = first;
    while (i < end && bytes[i] != '"' && bytes[i] != '\\') {
      i++;
    }
    ascii = CachedText.isAscii(bytes, from, i - from);
    hash = CachedText.hash(bytes, from, i - from);
    return i;
  }

  /** Whether everything before the stop was ASCII. */
  boolean isAscii() {
    return ascii;
  }

  /** The {@link CachedText#hash} of everything before the stop. */
  int hash() {
    return hash;
  }

  /** Whether the letter may stand behind a backslash; {@code u} aside. */
  static boolean isEscape(byte letter) {
    return "\"\\/bfnrt".indexOf(letter) >= 0;
  }

  /** What the letter means behind a backslash. */
  static char meaning(byte letter) {
    return switch (letter) {
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      default -> (char) letter;
    };
  }

  /** The high bit of every byte that is zero, and perhaps of some above the first of those. */
  private static long zeros(long word) {
    return (word - ONES) & ~word & HIGH_BITS;
  }
}
