package dev.ichnos.codec.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A short ASCII text beside its bytes, by which it is found again. Immutable but for a guess. */
final class CachedText {
  private static final long HIGH_BITS = 0x8080808080808080L;
  private static final long FACTOR = 0x9E3779B97F4A7C15L;
  private static final VarHandle LONG_AT =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  final String text;
  private final byte[] bytes;

  /** The {@link #hash(byte[], int, int)} of its bytes. */
  final int hash;

  /**
   * The hash of the key that was seen behind this one; a guess, made by any thread. Not the key
   * itself, which would keep all that ever followed each other alive.
   */
  int hashOfNext;

  /** Of bytes that {@link #isAscii}. */
  CachedText(byte[] from, int offset, int length, int hash) {
    this(new String(from, offset, length, StandardCharsets.ISO_8859_1), from, offset, length, hash);
  }

  /** Of a text and the bytes that {@link #isOf(String, byte[], int, int)} it. */
  CachedText(String text, byte[] from, int offset, int length, int hash) {
    this.hash = hash;
    this.text = text;
    bytes = Arrays.copyOfRange(from, offset, offset + length);
  }

  /** Whether these bytes are an ASCII text's. */
  static boolean isOf(String text, byte[] bytes, int offset, int length) {
    if (text.length() != length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (text.charAt(i) != bytes[offset + i]) {
        return false;
      }
    }
    return true;
  }

  boolean isOf(byte[] other, int offset, int length) {
    return length == bytes.length
        && Arrays.equals(bytes, 0, length, other, offset, offset + length);
  }

  int length() {
    return bytes.length;
  }

  /** Whether this text and then a quote stand there. */
  boolean isQuoted(byte[] other, int offset, int end) {
    int behind = offset + bytes.length;
    return behind < end
        && other[behind] == '"'
        && Arrays.equals(bytes, 0, bytes.length, other, offset, behind);
  }

  /** A number of all the bytes, eight at a time. */
  static int hash(byte[] bytes, int offset, int length) {
    long hash = 0;
    int at = offset;
    int end = offset + length;
    for (; at + Long.BYTES <= end; at += Long.BYTES) {
      hash = mix(hash, (long) LONG_AT.get(bytes, at));
    }
    return hash(hash, rest(bytes, at, end), length);
  }

  /** The hash so far and eight more bytes, the first of them in the lowest place. */
  static long mix(long hash, long word) {
    long mixed = (hash ^ word) * FACTOR;
    return mixed ^ (mixed >>> 32);
  }

  /** What becomes of the hash of all full words with the bytes that are left, at most seven. */
  static int hash(long hash, long rest, int length) {
    return (int) ((mix(hash, rest ^ ((long) length << 56)) * FACTOR) >>> 32);
  }

  /** The last bytes of a text, at most seven, the first of them in the lowest place. */
  private static long rest(byte[] bytes, int at, int end) {
    int left = end - at;
    if (at + Long.BYTES <= bytes.length) {
      return (long) LONG_AT.get(bytes, at) & ~(-1L << (left * Byte.SIZE));
    }
    long rest = 0;
    for (int i = end - 1; i >= at; i--) {
      rest = (rest << Byte.SIZE) | (bytes[i] & 0xFF);
    }
    return rest;
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
