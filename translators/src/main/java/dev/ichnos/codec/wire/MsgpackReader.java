package dev.ichnos.codec.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;

/**
 * A cursor over one msgpack message in an array (github.com/msgpack/msgpack spec.md @ 2.0).
 *
 * <p>Lenient as the Datadog Agent is, where senders differ: every whole number reads in every
 * integer shape, every number as a double, text as str or bin. Strict where memory is at stake: a
 * length or count that the rest of the message cannot hold is refused before anything is allocated
 * for it. It allocates nothing but text, bytes and errors. Not thread-safe.
 */
public final class MsgpackReader {
  /** What a value is, whichever of its shapes it has. */
  public enum Type {
    NIL("nil"),
    BOOLEAN("boolean"),
    INTEGER("integer"),
    FLOAT("float"),
    STRING("string"),
    BINARY("binary"),
    ARRAY("array"),
    MAP("map"),
    EXTENSION("extension");

    private final String label;

    Type(String label) {
      this.label = label;
    }

    /** Its name in the specification. */
    public String label() {
      return label;
    }
  }

  private static final VarHandle BIG_ENDIAN_64 =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final byte[] bytes;
  private final int start;
  private final int limit;
  private int position;
  private boolean mended;

  /** Reads from the buffer's position to its limit; {@code message} must be array-backed. */
  public MsgpackReader(ByteBuffer message) {
    bytes = message.array();
    start = message.arrayOffset() + message.position();
    position = start;
    limit = start + message.remaining();
  }

  /** The next value's place, in bytes from the start of the message. */
  public int offset() {
    return position - start;
  }

  /** Goes to a value's place, as {@link #offset} said it before. */
  public void moveTo(int offset) {
    position = start + Objects.checkIndex(offset, limit - start + 1);
  }

  /** Whether everything was read. */
  public boolean atEnd() {
    return position == limit;
  }

  /** What the next value is, without moving. */
  public Type next() throws MsgpackException {
    require(1);
    int lead = bytes[position] & 0xff;
    if (lead < 0x80 || lead >= 0xe0) {
      return Type.INTEGER;
    }
    if (lead < 0x90) {
      return Type.MAP;
    }
    if (lead < 0xa0) {
      return Type.ARRAY;
    }
    if (lead < 0xc0) {
      return Type.STRING;
    }
    return switch (lead) {
      case 0xc0 -> Type.NIL;
      case 0xc2, 0xc3 -> Type.BOOLEAN;
      case 0xc4, 0xc5, 0xc6 -> Type.BINARY;
      case 0xc7, 0xc8, 0xc9, 0xd4, 0xd5, 0xd6, 0xd7, 0xd8 -> Type.EXTENSION;
      case 0xca, 0xcb -> Type.FLOAT;
      case 0xcc, 0xcd, 0xce, 0xcf, 0xd0, 0xd1, 0xd2, 0xd3 -> Type.INTEGER;
      case 0xd9, 0xda, 0xdb -> Type.STRING;
      case 0xdc, 0xdd -> Type.ARRAY;
      case 0xde, 0xdf -> Type.MAP;
      default -> throw malformed("byte 0xc1, which begins no value");
    };
  }

  /** Steps over a nil, if the next value is one. */
  public boolean readNil() throws MsgpackException {
    if (next() != Type.NIL) {
      return false;
    }
    position++;
    return true;
  }

  public boolean readBoolean() throws MsgpackException {
    expect(Type.BOOLEAN);
    return bytes[position++] == (byte) 0xc3;
  }

  /** A whole number of any shape that 64 signed bits hold. */
  public long readLong() throws MsgpackException {
    int at = position;
    long value = readUnsigned();
    if (value < 0 && bytes[at] == (byte) 0xcf) {
      position = at;
      throw malformed(
          "integer "
              + Long.toUnsignedString(value)
              + " (expected: at most "
              + Long.MAX_VALUE
              + ")");
    }
    return value;
  }

  /**
   * A whole number of any shape as its 64 bits: a negative one as senders write that mean an
   * unsigned one, in two's complement.
   */
  public long readUnsigned() throws MsgpackException {
    expect(Type.INTEGER);
    int lead = bytes[position];
    if (lead >= -32) {
      position++;
      return lead;
    }
    return switch (lead & 0xff) {
      case 0xcc -> number(1) & 0xff;
      case 0xcd -> number(2) & 0xffff;
      case 0xce -> number(4) & 0xffff_ffffL;
      case 0xd0 -> (byte) number(1);
      case 0xd1 -> (short) number(2);
      case 0xd2 -> (int) number(4);
      default -> number(8);
    };
  }

  /** A number of any shape; beyond 2^53 a whole one is rounded. */
  public double readDouble() throws MsgpackException {
    Type type = next();
    if (type == Type.INTEGER) {
      boolean unsigned = bytes[position] == (byte) 0xcf;
      long value = readUnsigned();
      return unsigned && value < 0 ? ((value >>> 1) | (value & 1)) * 2.0 : value;
    }
    expect(Type.FLOAT);
    if (bytes[position] == (byte) 0xca) {
      return Float.intBitsToFloat((int) number(4));
    }
    return Double.longBitsToDouble(number(8));
  }

  /**
   * Text, or bytes that are read as such; valid, {@link #wasMended} says whether it was made so.
   */
  public String readString() throws MsgpackException {
    int length = textLength();
    String text = Utf8.decode(bytes, position, length);
    mended = Utf8.wasMended(text, bytes, position, length);
    position += length;
    return text;
  }

  /** As {@link #readString}, but recurring short ASCII comes out of {@code keys}. */
  public String readString(KeyCache keys) throws MsgpackException {
    int at = position;
    int length = textLength();
    String known = keys.get(bytes, position, length);
    if (known == null) {
      position = at;
      return readString();
    }
    mended = false;
    position += length;
    return known;
  }

  /** Whether the last {@link #readString} had to mend bytes that are not UTF-8. */
  public boolean wasMended() {
    return mended;
  }

  /** A copy of bytes, or of the bytes of a text. */
  public byte[] readBinary() throws MsgpackException {
    int length = textLength();
    byte[] copy = new byte[length];
    System.arraycopy(bytes, position, copy, 0, length);
    position += length;
    return copy;
  }

  /** The count of an array, whose values follow; the message is long enough for them. */
  public int readArrayHeader() throws MsgpackException {
    expect(Type.ARRAY);
    return count(0xdc, 1);
  }

  /** The count of a map, whose keys and values follow; the message is long enough for them. */
  public int readMapHeader() throws MsgpackException {
    expect(Type.MAP);
    return count(0xde, 2);
  }

  /**
   * Steps over the next value and everything in it.
   *
   * @throws MsgpackException also if it is nested deeper than {@code maxDepth}
   */
  public void skip(int maxDepth) throws MsgpackException {
    int at = position;
    switch (next()) {
      case NIL, BOOLEAN -> position++;
      case INTEGER -> readUnsigned();
      case FLOAT -> readDouble();
      case STRING, BINARY -> {
        int length = textLength();
        position += length;
      }
      case EXTENSION -> skipExtension();
      case ARRAY -> skipAll(readArrayHeader(), maxDepth, at);
      case MAP -> skipAll(2L * readMapHeader(), maxDepth, at);
    }
  }

  /** A problem with the value at {@link #offset}. */
  public MsgpackException malformed(String problem) {
    return new MsgpackException(position - start, problem);
  }

  private void skipAll(long values, int maxDepth, int at) throws MsgpackException {
    if (maxDepth < 1) {
      position = at;
      throw malformed("nested too deep");
    }
    for (long i = 0; i < values; i++) {
      skip(maxDepth - 1);
    }
  }

  private void skipExtension() throws MsgpackException {
    int lead = bytes[position] & 0xff;
    int type = 1;
    int length =
        lead >= 0xd4
            ? 1 << (lead - 0xd4)
            : checkedLength(number(1 << (lead - 0xc7)), 1 << (lead - 0xc7));
    if (lead >= 0xd4) {
      position++;
    }
    require(type + length);
    position += type + length;
  }

  /** Moves behind the header of a text or of bytes, which then lie wholly in the message. */
  private int textLength() throws MsgpackException {
    Type type = next();
    if (type != Type.STRING && type != Type.BINARY) {
      throw unexpected(type, Type.STRING);
    }
    int lead = bytes[position] & 0xff;
    if (lead < 0xc0) {
      position++;
      require(lead & 0x1f);
      return lead & 0x1f;
    }
    int size = 1 << (lead - (type == Type.STRING ? 0xd9 : 0xc4));
    return checkedLength(number(size), size);
  }

  private int checkedLength(long raw, int size) throws MsgpackException {
    long length = size == 4 ? raw & 0xffff_ffffL : size == 2 ? raw & 0xffff : raw & 0xff;
    if (length > limit - position) {
      throw malformed(
          "length " + length + " (expected: at most the " + (limit - position) + " bytes left)");
    }
    return (int) length;
  }

  private int count(int wide, int leastBytes) throws MsgpackException {
    int at = position;
    int lead = bytes[position] & 0xff;
    long count;
    if (lead < 0xc0) {
      position++;
      count = lead & 0x0f;
    } else if (lead == wide) {
      count = number(2) & 0xffff;
    } else {
      count = number(4) & 0xffff_ffffL;
    }
    if (count * leastBytes > limit - position) {
      int left = limit - position;
      position = at;
      throw malformed(
          "count " + count + " (expected: at most what the " + left + " bytes left can hold)");
    }
    return (int) count;
  }

  /** The bytes behind the leading one as a number, its upper bits unspecified below 8 bytes. */
  private long number(int size) throws MsgpackException {
    require(1 + size);
    long value = 0;
    if (size == 8) {
      value = (long) BIG_ENDIAN_64.get(bytes, position + 1);
    } else {
      for (int i = 1; i <= size; i++) {
        value = (value << 8) | (bytes[position + i] & 0xff);
      }
    }
    position += 1 + size;
    return value;
  }

  private void expect(Type expected) throws MsgpackException {
    Type found = next();
    if (found != expected) {
      throw unexpected(found, expected);
    }
  }

  private MsgpackException unexpected(Type found, Type expected) {
    return malformed(found.label() + " (expected: " + expected.label() + ")");
  }

  private void require(int length) throws MsgpackException {
    if (limit - position < length) {
      throw malformed((limit - position) + " bytes left (expected: " + length + ")");
    }
  }
}
