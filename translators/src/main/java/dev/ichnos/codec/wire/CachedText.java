package dev.ichnos.codec.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A short ASCII text beside its bytes, by which it is found again. Immutable. */
final class CachedText {
  private static final long HIGH_BITS = 0x8080808080808080L;
  private static final long FACTOR = 0x9E3779B97F4A7C15L;
  private static final VarHandle LONG_AT =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  final String text;
  private final byte[] bytes;

  /** Of bytes that {@link #isAscii}. */
  CachedText(byte[] from, int offset, int length) {
    bytes = Arrays.copyOfRange(from, offset, offset + length);
    text = new String(bytes, StandardCharsets.ISO_8859_1);
  }

  boolean isOf(byte[] other, int offset, int length) {
    return length == bytes.length
        && Arrays.equals(bytes, 0, length, other, offset, offset + length);
  }

  /** A number of all the bytes, eight at a time; its upper bits are the better ones. */
  static int hash(byte[] bytes, int offset, int length) {
    long hash = length;
    int at = offset;
    int end = offset + length;
    for (; at + Long.BYTES <= end; at += Long.BYTES) {
      hash = (hash ^ (long) LONG_AT.get(bytes, at)) * FACTOR;
      hash ^= hash >>> 32;
    }
    long rest = 0;
    for (; at < end; at++) {
      rest = (rest << 8) | (bytes[at] & 0xFF);
    }
    hash = (hash ^ rest) * FACTOR;
    return (int) (hash >>> 32);
  }

  static boolean isAscii(byte[] bytes, int offset, int length) {
    long seen = 0;
    int at = offset;
    int end = offset + length;
    for (; at + Long.BYTES <= end; at += Long.BYTES) {
      seen |= (long) LONG_AT.get(bytes, at);
    }
    for (; at < end; at++) {
      seen |= bytes[at];
    }
    return (seen & HIGH_BITS) == 0;
  }
}
