package dev.ichnos.codec.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A cursor over one message in Thrift's binary protocol (apache/thrift
 * doc/specs/thrift-binary-protocol.md), without a message header. It allocates nothing but its
 * errors and never leaves the message.
 *
 * <pre>
 * struct  = field* 00
 * field   = type:1 id:2 value
 * string  = length:4 bytes            (text and binary)
 * list    = type:1 size:4 value*      (set alike)
 * map     = type:1 type:1 size:4 (key value)*
 * </pre>
 *
 * All numbers are big-endian and signed. A size that cannot fit into what is left of the message is
 * refused before anything is read for it, as is a type that does not exist; what is skipped may be
 * nested as deep as the limit says. Not thread-safe.
 */
public final class ThriftReader {
  public static final int STOP = 0;
  public static final int BOOL = 2;
  public static final int BYTE = 3;
  public static final int DOUBLE = 4;
  public static final int I16 = 6;
  public static final int I32 = 8;
  public static final int I64 = 10;
  public static final int STRING = 11;
  public static final int STRUCT = 12;
  public static final int MAP = 13;
  public static final int SET = 14;
  public static final int LIST = 15;

  /** The field of what stands outside every struct. */
  static final int NO_FIELD = Integer.MIN_VALUE;

  /** The fewest bytes that a value of each type takes; 0 where there is no such type. */
  private static final byte[] LEAST = {0, 0, 1, 1, 8, 0, 2, 0, 4, 0, 8, 4, 1, 6, 5, 5};

  private static final VarHandle SHORT_AT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INT_AT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONG_AT =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final byte[] bytes;
  private final int start;
  private final int limit;
  private final int maxDepth;
  private int position;
  private int field = NO_FIELD;

  /**
   * Reads from the buffer's position to its limit.
   *
   * @param message array-backed; its position is not moved
   * @param maxDepth how deep a value may be nested that {@link #skip} steps over
   */
  public ThriftReader(ByteBuffer message, int maxDepth) {
    this.bytes = message.array();
    this.start = message.arrayOffset() + message.position();
    this.limit = start + message.remaining();
    this.position = start;
    this.maxDepth = maxDepth;
  }

  /** The array that is read; {@link #position} is a place in it. */
  public byte[] array() {
    return bytes;
  }

  /** The place of the next byte. */
  public int position() {
    return position;
  }

  /** How many bytes are left. */
  public int remaining() {
    return limit - position;
  }

  /** The place of the next byte, counted from the start of the message, for people to read. */
  public int offset() {
    return position - start;
  }

  /** The type within an answer of {@link #readField}. */
  public static int type(int field) {
    return field >>> 16;
  }

  /** The next field of a struct, {@code type << 16 | number}; 0 at the struct's end. */
  public int readField() throws ThriftException {
    field = NO_FIELD;
    int type = readType();
    if (type == STOP) {
      return 0;
    }
    field = readI16();
    return (type << 16) | (field & 0xFFFF);
  }

  /** A bool or byte. */
  public byte readByte() throws ThriftException {
    require(1);
    return bytes[position++];
  }

  public short readI16() throws ThriftException {
    require(Short.BYTES);
    short value = (short) SHORT_AT.get(bytes, position);
    position += Short.BYTES;
    return value;
  }

  public int readI32() throws ThriftException {
    require(Integer.BYTES);
    int value = (int) INT_AT.get(bytes, position);
    position += Integer.BYTES;
    return value;
  }

  public long readI64() throws ThriftException {
    require(Long.BYTES);
    long value = (long) LONG_AT.get(bytes, position);
    position += Long.BYTES;
    return value;
  }

  /** The length of a string, whose bytes then lie wholly within the message. */
  public int readLength() throws ThriftException {
    int at = position;
    int length = readI32();
    if (length < 0 || length > limit - position) {
      throw problemAt(
          at, "length " + length + " (expected: at most the " + remaining() + " bytes left)");
    }
    return length;
  }

  /** Steps over bytes that {@link #readLength} announced. */
  public void advance(int length) {
    position += length;
  }

  /** The type of a list's or set's elements, whose {@link #readSize} comes next. */
  public int readElementType() throws ThriftException {
    return readType();
  }

  /** How many elements of the type come, each of which may have its least bytes in the message. */
  public int readSize(int elementType) throws ThriftException {
    return readSize(Math.max(1, LEAST[elementType]), elementType != STOP);
  }

  /** Steps over a value of the type, and everything in it. */
  public void skip(int type) throws ThriftException {
    skip(type, 1);
  }

  /** A problem with what comes next. */
  public ThriftException malformed(String problem) {
    return problemAt(position, problem);
  }

  private void skip(int type, int depth) throws ThriftException {
    if (depth > maxDepth) {
      throw malformed("nested too deep (expected: at most " + maxDepth + ")");
    }
    switch (type) {
      case STRING -> advance(readLength());
      case STRUCT -> {
        for (int next = readType(); next != STOP; next = readType()) {
          readI16();
          skip(next, depth + 1);
        }
      }
      case LIST, SET -> {
        int element = readType();
        skipAll(element, readSize(element), depth);
      }
      case MAP -> {
        int key = readType();
        int value = readType();
        int size = readSize(LEAST[key] + LEAST[value], key != STOP && value != STOP);
        for (int i = 0; i < size; i++) {
          skip(key, depth + 1);
          skip(value, depth + 1);
        }
      }
      default -> {
        require(LEAST[type]);
        position += LEAST[type];
      }
    }
  }

  private void skipAll(int type, int size, int depth) throws ThriftException {
    if (type < STRING) {
      position += size * LEAST[type]; // fits, or the size would have been refused
      return;
    }
    for (int i = 0; i < size; i++) {
      skip(type, depth + 1);
    }
  }

  private int readSize(int leastBytes, boolean mayHoldAny) throws ThriftException {
    int at = position;
    int size = readI32();
    int most = mayHoldAny ? remaining() / Math.max(1, leastBytes) : 0;
    if (size < 0 || size > most) {
      throw problemAt(
          at,
          "size "
              + size
              + " (expected: at most "
              + most
              + " in the "
              + remaining()
              + " bytes left)");
    }
    return size;
  }

  private int readType() throws ThriftException {
    require(1);
    int type = bytes[position];
    if (type < 0 || type > LIST || (type != STOP && LEAST[type] == 0)) {
      throw malformed("type " + (type & 0xFF) + " (expected: 0, 2, 3, 4, 6, 8 or 10-15)");
    }
    position++;
    return type;
  }

  private void require(int length) throws ThriftException {
    if (limit - position < length) {
      throw malformed("message ends (expected: " + length + " bytes, found " + remaining() + ")");
    }
  }

  private ThriftException problemAt(int at, String problem) {
    return new ThriftException(at - start, field, problem);
  }
}
