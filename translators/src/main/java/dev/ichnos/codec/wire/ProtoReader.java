package dev.ichnos.codec.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A cursor over one protobuf message in an array (protobuf.dev, Encoding). It allocates nothing but
 * its errors, may be sent back to read a part twice, and never leaves its window: a length that
 * points past the end of the enclosing message is a {@link ProtoException}.
 *
 * <p>Groups, which no proto3 message has, are refused. Not thread-safe.
 */
public final class ProtoReader {
  public static final int VARINT = 0;
  public static final int FIXED64 = 1;
  public static final int LENGTH = 2;
  public static final int FIXED32 = 5;

  private static final String[] WIRE_TYPES = {
    "varint", "eight bytes", "length and bytes", "start of a group", "end of a group", "four bytes"
  };

  private static final VarHandle BIG_ENDIAN_64 =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final byte[] bytes;
  private final int start;
  private int position;
  private int limit;

  /** Reads from the buffer's position to its limit; {@code message} must be array-backed. */
  public ProtoReader(ByteBuffer message) {
    bytes = message.array();
    start = message.arrayOffset() + message.position();
    position = start;
    limit = start + message.remaining();
  }

  /** The array that is read; {@link #position} and {@link #limit} are places in it. */
  public byte[] array() {
    return bytes;
  }

  /** The place of the next byte. */
  public int position() {
    return position;
  }

  /** How far the next byte is from the start of the message, for people to read. */
  public int offset() {
    return position - start;
  }

  /** The place behind the last byte of the current window. */
  public int limit() {
    return limit;
  }

  /** Moves to another window, which must have been read or skipped over before. */
  public void window(int from, int to) {
    position = from;
    limit = to;
  }

  /** The next tag, {@code number << 3 | wire type}; 0 at the end of the window. */
  public int readTag() throws ProtoException {
    if (position == limit) {
      return 0;
    }
    int at = position;
    int first = bytes[position];
    if (first > 7) {
      position++;
      return first;
    }
    long tag;
    try {
      tag = readVarint();
    } catch (ProtoException e) {
      throw ProtoException.betweenFields(at - start, "tag " + e.getMessage());
    }
    if (tag >>> 32 != 0 || tag >>> 3 == 0) {
      throw ProtoException.betweenFields(
          at - start, "tag " + Long.toUnsignedString(tag) + " (expected: 8-4294967295)");
    }
    return (int) tag;
  }

  public long readVarint() throws ProtoException {
    if (position < limit && bytes[position] >= 0) {
      return bytes[position++];
    }
    int at = position;
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      if (position == limit) {
        throw new ProtoException(at - start, "varint cut off at the end of its message");
      }
      byte next = bytes[position++];
      value |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new ProtoException(at - start, "varint of more than 10 bytes");
  }

  /** Little-endian. */
  public long readFixed64() throws ProtoException {
    return Long.reverseBytes(readBigEndian64());
  }

  /** Little-endian. */
  public int readFixed32() throws ProtoException {
    require(4);
    int at = position;
    position += 4;
    return (bytes[at] & 0xff)
        | ((bytes[at + 1] & 0xff) << 8)
        | ((bytes[at + 2] & 0xff) << 16)
        | (bytes[at + 3] << 24);
  }

  /** Eight bytes as ids are written: the most significant first. */
  public long readBigEndian64() throws ProtoException {
    require(8);
    int at = position;
    position += 8;
    return (long) BIG_ENDIAN_64.get(bytes, at);
  }

  /** The length of a string, bytes or message, which then lies wholly within the window. */
  public int readLength() throws ProtoException {
    int at = position;
    long length = readVarint();
    if (length < 0 || length > limit - position) {
      throw new ProtoException(
          at - start,
          "length "
              + Long.toUnsignedString(length)
              + " (expected: at most the "
              + (limit - position)
              + " bytes that are left)");
    }
    return (int) length;
  }

  /** Steps over bytes that {@link #readLength} announced. */
  public void advance(int length) {
    position += length;
  }

  /** Reads a length and narrows the window to it; the result is for {@link #leave}. */
  public int enter() throws ProtoException {
    int outer = limit;
    int length = readLength();
    limit = position + length;
    return outer;
  }

  /** Moves behind the message that {@link #enter} began. */
  public void leave(int outer) {
    position = limit;
    limit = outer;
  }

  /** Steps over the field of {@code tag}, whose wire type was found right, or is not known. */
  public void skip(int tag) throws ProtoException {
    switch (tag & 7) {
      case VARINT -> readVarint();
      case FIXED64 -> {
        require(8);
        position += 8;
      }
      case LENGTH -> advance(readLength());
      case FIXED32 -> {
        require(4);
        position += 4;
      }
      default -> throw malformed(wireType(tag) + " (expected: 0, 1, 2 or 5)");
    }
  }

  /**
   * Steps over a field that the decoder does not read.
   *
   * @throws ProtoException if {@code fields} knows the field with another wire type
   */
  public void skipUnknown(int tag, ProtoFields fields) throws ProtoException {
    int expected = fields.wireType(tag >>> 3);
    if (expected >= 0 && expected != (tag & 7)) {
      throw malformed(wireType(tag) + " (expected: " + wireType(expected) + ")");
    }
    skip(tag);
  }

  /** A problem with what was just read. */
  public ProtoException malformed(String problem) {
    return new ProtoException(position - start, problem);
  }

  private void require(int length) throws ProtoException {
    if (limit - position < length) {
      throw malformed((limit - position) + " bytes left in the message (expected: " + length + ")");
    }
  }

  private static String wireType(int tag) {
    int type = tag & 7;
    return "wire type " + type + (type < 6 ? " (" + WIRE_TYPES[type] + ")" : "");
  }
}
