package dev.ichnos.codec.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Makes text valid, once, at decode: what is not UTF-8 (The Unicode Standard 16, table 3-7) becomes
 * U+FFFD, one for each longest prefix of a sequence that could have become valid.
 *
 * <p>Valid text, the rule, is scanned eight bytes at a time and never copied.
 */
public final class Utf8 {
  private static final char REPLACEMENT = '\uFFFD';
  private static final int REPLACEMENT_BYTES = 3;
  private static final long HIGH_BITS = 0x8080808080808080L;
  private static final VarHandle LONG_AT =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private Utf8() {}

  /**
   * The same instance if it is valid UTF-8, else a mended copy.
   *
   * @param message array-backed; read from position to limit, its position is not moved
   */
  public static ByteBuffer mend(ByteBuffer message) {
    int from = message.arrayOffset() + message.position();
    int to = message.arrayOffset() + message.limit();
    byte[] bytes = message.array();
    int invalid = firstInvalid(bytes, from, to);
    return invalid < 0 ? message : ByteBuffer.wrap(mendedCopy(bytes, from, to, invalid));
  }

  /** Whether these bytes are UTF-8 as they are. */
  public static boolean isValid(byte[] bytes, int offset, int length) {
    return firstInvalid(bytes, offset, offset + length) < 0;
  }

  /** The text of these bytes, mended where needed; see {@link #wasMended}. */
  public static String decode(byte[] bytes, int offset, int length) {
    String text = new String(bytes, offset, length, StandardCharsets.UTF_8);
    if (!wasMended(text, bytes, offset, length)) {
      return text;
    }
    int invalid = firstInvalid(bytes, offset, offset + length);
    return new String(mendedCopy(bytes, offset, offset + length, invalid), StandardCharsets.UTF_8);
  }

  /** Whether {@link #decode} had to mend these bytes to come to {@code text}; cheap. */
  public static boolean wasMended(String text, byte[] bytes, int offset, int length) {
    return text.indexOf(REPLACEMENT) >= 0 && !isValid(bytes, offset, length);
  }

  /** The same instance if every surrogate has its partner, else a copy with U+FFFD for those. */
  public static String mend(String text) {
    int lone = firstLoneSurrogate(text, 0);
    if (lone < 0) {
      return text;
    }
    StringBuilder mended = new StringBuilder(text);
    while (lone >= 0) {
      mended.setCharAt(lone, REPLACEMENT);
      lone = firstLoneSurrogate(text, lone + 1);
    }
    return mended.toString();
  }

  private static int firstLoneSurrogate(String text, int from) {
    int i = from;
    while (i < text.length()) {
      if (!Character.isSurrogate(text.charAt(i))) {
        i++;
        continue;
      }
      boolean paired =
          Character.isHighSurrogate(text.charAt(i))
              && i + 1 < text.length()
              && Character.isLowSurrogate(text.charAt(i + 1));
      if (!paired) {
        return i;
      }
      i += 2;
    }
    return -1;
  }

  private static int firstInvalid(byte[] bytes, int from, int to) {
    int i = from;
    while (i < to) {
      if (i + Long.BYTES <= to && ((long) LONG_AT.get(bytes, i) & HIGH_BITS) == 0) {
        i += Long.BYTES;
        continue;
      }
      int length = sequence(bytes, i, to);
      if (length < 0) {
        return i;
      }
      i += length;
    }
    return -1;
  }

  private static byte[] mendedCopy(byte[] bytes, int from, int to, int firstInvalid) {
    byte[] mended = new byte[mendedLength(bytes, from, to, firstInvalid)];
    int end = firstInvalid - from;
    System.arraycopy(bytes, from, mended, 0, end);
    for (int i = firstInvalid; i < to; ) {
      int length = sequence(bytes, i, to);
      if (length > 0) {
        System.arraycopy(bytes, i, mended, end, length);
        end += length;
      } else {
        mended[end] = (byte) 0xEF;
        mended[end + 1] = (byte) 0xBF;
        mended[end + 2] = (byte) 0xBD;
        end += REPLACEMENT_BYTES;
      }
      i += Math.abs(length);
    }
    return mended;
  }

  private static int mendedLength(byte[] bytes, int from, int to, int firstInvalid) {
    long total = (long) firstInvalid - from;
    for (int i = firstInvalid; i < to; ) {
      int length = sequence(bytes, i, to);
      total += length > 0 ? length : REPLACEMENT_BYTES;
      i += Math.abs(length);
    }
    return Math.toIntExact(total);
  }

  /** The length of the valid sequence at {@code i}, or minus the length of the invalid one. */
  private static int sequence(byte[] bytes, int i, int to) {
    int lead = bytes[i] & 0xFF;
    if (lead < 0x80) {
      return 1;
    }
    if (lead < 0xC2 || lead > 0xF4) {
      return -1;
    }
    int length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    int lowest = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    int highest = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    for (int n = 1; n < length; n++) {
      int next = i + n < to ? bytes[i + n] & 0xFF : 0;
      if (next < lowest || next > highest) {
        return -n;
      }
      lowest = 0x80;
      highest = 0xBF;
    }
    return length;
  }
}
