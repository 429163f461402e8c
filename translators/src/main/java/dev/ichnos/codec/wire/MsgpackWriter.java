package dev.ichnos.codec.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/**
 * Writes msgpack (github.com/msgpack/msgpack spec.md @ 2.0) to a stream through a buffer of at most
 * 8 KiB, every value in its shortest form. Doubles stay doubles of eight bytes.
 *
 * <p>An array or map is its header and then that many values, or keys and values, which is the
 * caller's business. A writer made by {@link #counting} writes nowhere: what the same calls would
 * write is {@link #written}. {@link #flush} must follow the last write. Not thread-safe.
 */
public final class MsgpackWriter {
  private static final int MAX_SCALAR = 9;

  private final WireBuffer buffer;

  private MsgpackWriter(WireBuffer buffer) {
    this.buffer = buffer;
  }

  /**
   * Writes nothing yet.
   *
   * @param size the bytes that will be written, so that small messages get a small buffer
   */
  public MsgpackWriter(OutputStream out, int size) {
    this(new WireBuffer(out, size));
  }

  /** A writer that only counts; its methods never throw. */
  public static MsgpackWriter counting() {
    return new MsgpackWriter(new WireBuffer(null, 64));
  }

  /** A string as {@link #writeString} writes it, for {@link #writeEncoded}. */
  public static byte[] encoded(String value) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(value.length() + 5);
    MsgpackWriter writer = new MsgpackWriter(out, value.length() + 5);
    try {
      writer.writeString(value);
      writer.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory does not fail
    }
    return out.toByteArray();
  }

  /** The bytes written so far. */
  public long written() {
    return buffer.written();
  }

  public void writeNil() throws IOException {
    one(0xc0);
  }

  public void writeBoolean(boolean value) throws IOException {
    one(value ? 0xc3 : 0xc2);
  }

  /** A signed number; one that is not negative takes the unsigned forms, as encoders do. */
  public void writeLong(long value) throws IOException {
    if (value >= 0) {
      writeUnsigned(value);
    } else if (value >= -32) {
      one((int) value);
    } else if (value >= Byte.MIN_VALUE) {
      number(0xd0, value, 1);
    } else if (value >= Short.MIN_VALUE) {
      number(0xd1, value, 2);
    } else if (value >= Integer.MIN_VALUE) {
      number(0xd2, value, 4);
    } else {
      number(0xd3, value, 8);
    }
  }

  /** All 64 bits as a number that is never negative. */
  public void writeUnsigned(long value) throws IOException {
    if (value >>> 7 == 0) {
      one((int) value);
    } else if (value >>> 8 == 0) {
      number(0xcc, value, 1);
    } else if (value >>> 16 == 0) {
      number(0xcd, value, 2);
    } else if (value >>> 32 == 0) {
      number(0xce, value, 4);
    } else {
      number(0xcf, value, 8);
    }
  }

  public void writeDouble(double value) throws IOException {
    number(0xcb, Double.doubleToLongBits(value), 8);
  }

  public void writeString(String value) throws IOException {
    int size = WireBuffer.utf8Size(value);
    if (size < 32) {
      one(0xa0 | size);
    } else {
      length(size, 0xd9, 0xda, 0xdb);
    }
    buffer.writeUtf8(value, size);
  }

  /** A whole value that {@link #encoded} made. */
  public void writeEncoded(byte[] value) throws IOException {
    buffer.writeBytes(value);
  }

  public void writeBinary(byte[] value) throws IOException {
    length(value.length, 0xc4, 0xc5, 0xc6);
    buffer.writeBytes(value);
  }

  /** Begins an array of {@code size} values. */
  public void writeArrayHeader(int size) throws IOException {
    header(size, 0x90, 0xdc);
  }

  /** Begins a map of {@code size} keys, each followed by its value. */
  public void writeMapHeader(int size) throws IOException {
    header(size, 0x80, 0xde);
  }

  /** Hands what is buffered to the stream; does not flush the stream itself. */
  public void flush() throws IOException {
    buffer.flush();
  }

  private void header(int size, int fixed, int wide) throws IOException {
    if (size < 16) {
      one(fixed | size);
    } else if (size < 1 << 16) {
      number(wide, size, 2);
    } else {
      number(wide + 1, size, 4);
    }
  }

  private void length(int size, int one, int two, int four) throws IOException {
    if (size < 1 << 8) {
      number(one, size, 1);
    } else if (size < 1 << 16) {
      number(two, size, 2);
    } else {
      number(four, size, 4);
    }
  }

  private void one(int value) throws IOException {
    buffer.ensure(1);
    buffer.bytes[buffer.position++] = (byte) value;
  }

  /** A leading byte and the low bytes of a number, the most significant first. */
  private void number(int lead, long value, int size) throws IOException {
    buffer.ensure(MAX_SCALAR);
    byte[] bytes = buffer.bytes;
    int position = buffer.position;
    bytes[position++] = (byte) lead;
    for (int shift = (size - 1) * 8; shift >= 0; shift -= 8) {
      bytes[position++] = (byte) (value >>> shift);
    }
    buffer.position = position;
  }
}
