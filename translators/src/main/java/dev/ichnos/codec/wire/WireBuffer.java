package dev.ichnos.codec.wire;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * The bytes between a binary writer and its stream: at most 8 KiB, into which the writer puts what
 * is fixed and this class what is long. Without a stream it counts. Not thread-safe.
 */
final class WireBuffer {
  private static final int MAX_BUFFER = 8192;
  private static final char REPLACEMENT = '\uFFFD';
  private static final VarHandle BIG_ENDIAN_64 =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final @Nullable OutputStream out;
  private long flushed;

  /** After {@link #ensure}, the writer may fill it from {@link #position}, which it then moves. */
  final byte[] bytes;

  int position;

  /**
   * Holds nothing yet.
   *
   * @param out takes what is written; null to only count
   * @param size the bytes that will be written, so that small messages get a small buffer
   */
  WireBuffer(@Nullable OutputStream out, int size) {
    this.out = out;
    this.bytes = new byte[Math.max(16, Math.min(size, MAX_BUFFER))];
  }

  /** The bytes of {@code value} in UTF-8, an unpaired surrogate as the three of U+FFFD. */
  static int utf8Size(String value) {
    int length = value.length();
    int i = 0;
    // Nearly all text is ASCII: four characters at a time.
    while (i + 4 <= length
        && (value.charAt(i) | value.charAt(i + 1) | value.charAt(i + 2) | value.charAt(i + 3))
            < 0x80) {
      i += 4;
    }
    int size = length;
    for (; i < length; i++) {
      char c = value.charAt(i);
      if (c >= 0x800) {
        size += 2;
        if (isPair(value, i)) {
          i++; // two chars are four bytes
        }
      } else if (c >= 0x80) {
        size++;
      }
    }
    return size;
  }

  /** All bytes that were written so far. */
  long written() {
    return flushed + position;
  }

  /** Makes room for {@code length} bytes, 16 at most. */
  void ensure(int length) throws IOException {
    if (bytes.length - position < length) {
      flush();
    }
  }

  /** Puts {@code value} as a varint; {@link #ensure} has made room. */
  void putVarint(long value) {
    position = putVarint(value, bytes, position);
  }

  /**
   * Puts a varint into an array that has room for it.
   *
   * @return the place behind it
   */
  static int putVarint(long value, byte[] bytes, int position) {
    int at = position;
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      bytes[at++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[at++] = (byte) rest;
    return at;
  }

  void writeBigEndian64(long value) throws IOException {
    ensure(8);
    BIG_ENDIAN_64.set(bytes, position, value);
    position += 8;
  }

  void writeBytes(byte[] value) throws IOException {
    writeBytes(value, 0, value.length);
  }

  void writeBytes(byte[] value, int offset, int length) throws IOException {
    if (length > bytes.length - position) {
      flush();
      if (length > bytes.length) {
        flushed += length;
        if (out != null) {
          out.write(value, offset, length);
        }
        return;
      }
    }
    System.arraycopy(value, offset, bytes, position, length);
    position += length;
  }

  /**
   * Writes the text without its length.
   *
   * @param utf8Size what {@link #utf8Size} said
   */
  void writeUtf8(String value, int utf8Size) throws IOException {
    if (out == null) {
      flushed += utf8Size;
      return;
    }
    if (utf8Size == value.length()) {
      writeAscii(value);
      return;
    }
    for (int i = 0; i < value.length(); i++) {
      ensure(4);
      int codePoint = validCodePoint(value, i);
      position = putCodePoint(codePoint, bytes, position);
      i += Character.charCount(codePoint) - 1;
    }
  }

  /**
   * Puts a text into an array that has room for it.
   *
   * @return the place behind it
   */
  static int putUtf8(String value, byte[] bytes, int position) {
    int at = position;
    for (int i = 0; i < value.length(); i++) {
      int codePoint = validCodePoint(value, i);
      at = putCodePoint(codePoint, bytes, at);
      i += Character.charCount(codePoint) - 1;
    }
    return at;
  }

  private static int putCodePoint(int c, byte[] bytes, int position) {
    int at = position;
    if (c < 0x80) {
      bytes[at++] = (byte) c;
    } else if (c < 0x800) {
      bytes[at++] = (byte) (0xc0 | (c >>> 6));
      bytes[at++] = (byte) (0x80 | (c & 0x3f));
    } else if (c < 0x1_0000) {
      bytes[at++] = (byte) (0xe0 | (c >>> 12));
      bytes[at++] = (byte) (0x80 | ((c >>> 6) & 0x3f));
      bytes[at++] = (byte) (0x80 | (c & 0x3f));
    } else {
      bytes[at++] = (byte) (0xf0 | (c >>> 18));
      bytes[at++] = (byte) (0x80 | ((c >>> 12) & 0x3f));
      bytes[at++] = (byte) (0x80 | ((c >>> 6) & 0x3f));
      bytes[at++] = (byte) (0x80 | (c & 0x3f));
    }
    return at;
  }

  /** The code point at a place; U+FFFD for half a pair. */
  private static int validCodePoint(String value, int i) {
    char c = value.charAt(i);
    if (!Character.isSurrogate(c)) {
      return c;
    }
    return isPair(value, i) ? Character.toCodePoint(c, value.charAt(i + 1)) : REPLACEMENT;
  }

  /** Hands what is buffered to the stream; does not flush the stream itself. */
  void flush() throws IOException {
    if (out != null) {
      out.write(bytes, 0, position);
    }
    flushed += position;
    position = 0;
  }

  /** The old copying method is deprecated for what it does to other text; here it is exact. */
  @SuppressWarnings("deprecation")
  private void writeAscii(String value) throws IOException {
    int from = 0;
    int length = value.length();
    while (from < length) {
      ensure(1);
      int part = Math.min(length - from, bytes.length - position);
      value.getBytes(from, from + part, bytes, position);
      position += part;
      from += part;
    }
  }

  private static boolean isPair(String value, int i) {
    return Character.isHighSurrogate(value.charAt(i))
        && i + 1 < value.length()
        && Character.isLowSurrogate(value.charAt(i + 1));
  }
}
