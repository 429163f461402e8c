package dev.ichnos.codec.wire;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Writes protobuf primitives to a stream through a buffer of at most 8 KiB. Lengths are the
 * caller's business: {@link #varintSize} and {@link #utf8Size} say them beforehand.
 *
 * <p>{@link #flush} must follow the last write. Not thread-safe.
 */
public final class ProtoWriter {
  private static final int MAX_BUFFER = 8192;
  private static final int MAX_VARINT = 10;
  private static final char REPLACEMENT = '\uFFFD';
  private static final VarHandle BIG_ENDIAN_64 =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final OutputStream out;
  private final byte[] buffer;
  private int position;

  /**
   * Writes nothing yet.
   *
   * @param size the bytes that will be written, so that small messages get a small buffer
   */
  public ProtoWriter(OutputStream out, int size) {
    this.out = out;
    this.buffer = new byte[Math.max(16, Math.min(size, MAX_BUFFER))];
  }

  /** The bytes of {@code value} as a varint, 1 to 10. */
  public static int varintSize(long value) {
    return (640 - Long.numberOfLeadingZeros(value) * 9) >>> 6;
  }

  /** The bytes of {@code value} as a varint, 1 to 5. */
  public static int varintSize(int unsigned) {
    return (352 - Integer.numberOfLeadingZeros(unsigned) * 9) >>> 6;
  }

  /** The bytes of {@code value} in UTF-8, an unpaired surrogate as the three of U+FFFD. */
  public static int utf8Size(String value) {
    int length = value.length();
    int i = 0;
    while (i < length && value.charAt(i) < 0x80) {
      i++;
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

  public void writeTag(int tag) throws IOException {
    writeVarint(tag & 0xffff_ffffL);
  }

  public void writeVarint(long value) throws IOException {
    ensure(MAX_VARINT);
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      buffer[position++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    buffer[position++] = (byte) rest;
  }

  /** Little-endian. */
  public void writeFixed64(long value) throws IOException {
    writeBigEndian64(Long.reverseBytes(value));
  }

  /** Little-endian. */
  public void writeFixed32(int value) throws IOException {
    ensure(4);
    buffer[position++] = (byte) value;
    buffer[position++] = (byte) (value >>> 8);
    buffer[position++] = (byte) (value >>> 16);
    buffer[position++] = (byte) (value >>> 24);
  }

  /** Eight bytes as ids are written: the most significant first. */
  public void writeBigEndian64(long value) throws IOException {
    ensure(8);
    BIG_ENDIAN_64.set(buffer, position, value);
    position += 8;
  }

  public void writeBytes(byte[] value) throws IOException {
    if (value.length > buffer.length - position) {
      flush();
      if (value.length > buffer.length) {
        out.write(value);
        return;
      }
    }
    System.arraycopy(value, 0, buffer, position, value.length);
    position += value.length;
  }

  /**
   * Writes the text without its length.
   *
   * @param utf8Size what {@link #utf8Size} said
   */
  public void writeUtf8(String value, int utf8Size) throws IOException {
    if (utf8Size == value.length()) {
      writeAscii(value);
      return;
    }
    for (int i = 0; i < value.length(); i++) {
      ensure(4);
      char c = value.charAt(i);
      if (c < 0x80) {
        buffer[position++] = (byte) c;
      } else if (c < 0x800) {
        buffer[position++] = (byte) (0xc0 | (c >>> 6));
        buffer[position++] = (byte) (0x80 | (c & 0x3f));
      } else if (isPair(value, i)) {
        int codePoint = Character.toCodePoint(c, value.charAt(++i));
        buffer[position++] = (byte) (0xf0 | (codePoint >>> 18));
        buffer[position++] = (byte) (0x80 | ((codePoint >>> 12) & 0x3f));
        buffer[position++] = (byte) (0x80 | ((codePoint >>> 6) & 0x3f));
        buffer[position++] = (byte) (0x80 | (codePoint & 0x3f));
      } else {
        char valid = Character.isSurrogate(c) ? REPLACEMENT : c;
        buffer[position++] = (byte) (0xe0 | (valid >>> 12));
        buffer[position++] = (byte) (0x80 | ((valid >>> 6) & 0x3f));
        buffer[position++] = (byte) (0x80 | (valid & 0x3f));
      }
    }
  }

  /** Hands what is buffered to the stream; does not flush the stream itself. */
  public void flush() throws IOException {
    out.write(buffer, 0, position);
    position = 0;
  }

  /** The old copying method is deprecated for what it does to other text; here it is exact. */
  @SuppressWarnings("deprecation")
  private void writeAscii(String value) throws IOException {
    int from = 0;
    int length = value.length();
    while (from < length) {
      ensure(1);
      int part = Math.min(length - from, buffer.length - position);
      value.getBytes(from, from + part, buffer, position);
      position += part;
      from += part;
    }
  }

  private void ensure(int length) throws IOException {
    if (buffer.length - position < length) {
      flush();
    }
  }

  private static boolean isPair(String value, int i) {
    return Character.isHighSurrogate(value.charAt(i))
        && i + 1 < value.length()
        && Character.isLowSurrogate(value.charAt(i + 1));
  }
}
