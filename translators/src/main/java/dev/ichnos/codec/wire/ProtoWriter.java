package dev.ichnos.codec.wire;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Writes protobuf primitives to a stream through a buffer of at most 8 KiB. Lengths are the
 * caller's business: {@link #varintSize} and {@link #utf8Size} say them beforehand.
 *
 * <p>{@link #flush} must follow the last write. Not thread-safe.
 */
public final class ProtoWriter {
  private static final int MAX_VARINT = 10;

  /** Two varints of 32 bits. */
  private static final int MAX_HEADER = 10;

  private final WireBuffer buffer;

  /**
   * Writes nothing yet.
   *
   * @param size the bytes that will be written, so that small messages get a small buffer
   */
  public ProtoWriter(OutputStream out, int size) {
    this.buffer = new WireBuffer(out, size);
  }

  /** The bytes of {@code value} as a varint, 1 to 10. */
  public static int varintSize(long value) {
    return (value & ~0x7fL) == 0 ? 1 : (640 - Long.numberOfLeadingZeros(value) * 9) >>> 6;
  }

  /** The bytes of {@code value} as a varint, 1 to 5; of nearly all lengths 1. */
  public static int varintSize(int unsigned) {
    return (unsigned & ~0x7f) == 0 ? 1 : (352 - Integer.numberOfLeadingZeros(unsigned) * 9) >>> 6;
  }

  /** The bytes of {@code value} in UTF-8, an unpaired surrogate as the three of U+FFFD. */
  public static int utf8Size(String value) {
    return WireBuffer.utf8Size(value);
  }

  public void writeTag(int tag) throws IOException {
    writeVarint(tag & 0xffff_ffffL);
  }

  public void writeVarint(long value) throws IOException {
    buffer.ensure(MAX_VARINT);
    buffer.putVarint(value);
  }

  /** A tag and the length of what follows. */
  public void writeHeader(int tag, int length) throws IOException {
    buffer.ensure(MAX_HEADER);
    buffer.putVarint(tag & 0xffff_ffffL);
    buffer.putVarint(length);
  }

  /**
   * A whole field of text.
   *
   * @param utf8Size what {@link #utf8Size} said
   */
  public void writeText(int tag, String value, int utf8Size) throws IOException {
    writeHeader(tag, utf8Size);
    buffer.writeUtf8(value, utf8Size);
  }

  /** Little-endian. */
  public void writeFixed64(long value) throws IOException {
    buffer.writeBigEndian64(Long.reverseBytes(value));
  }

  /** Little-endian. */
  public void writeFixed32(int value) throws IOException {
    buffer.ensure(4);
    byte[] bytes = buffer.bytes;
    int position = buffer.position;
    bytes[position] = (byte) value;
    bytes[position + 1] = (byte) (value >>> 8);
    bytes[position + 2] = (byte) (value >>> 16);
    bytes[position + 3] = (byte) (value >>> 24);
    buffer.position = position + 4;
  }

  /** Eight bytes as ids are written: the most significant first. */
  public void writeBigEndian64(long value) throws IOException {
    buffer.writeBigEndian64(value);
  }

  public void writeBytes(byte[] value) throws IOException {
    buffer.writeBytes(value);
  }

  public void writeBytes(byte[] value, int offset, int length) throws IOException {
    buffer.writeBytes(value, offset, length);
  }

  /**
   * Writes the text without its length.
   *
   * @param utf8Size what {@link #utf8Size} said
   */
  public void writeUtf8(String value, int utf8Size) throws IOException {
    buffer.writeUtf8(value, utf8Size);
  }

  /** Hands what is buffered to the stream; does not flush the stream itself. */
  public void flush() throws IOException {
    buffer.flush();
  }
}
