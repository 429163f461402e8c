package dev.ichnos.codec.wire;

import dev.ichnos.codec.MessageBuffer;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Writes protobuf messages in one pass: the length of a message is put before it when it ends.
 *
 * <p>Room for a length is left as its caller expects it to be; where that was wrong, what has been
 * written is moved by a byte or two. Lengths are always the shortest varint, as every other
 * writer's.
 *
 * <p>{@link #finish} must follow the last write. Methods throw {@link MessageBuffer.FullException}
 * where the buffer is full. Not thread-safe.
 */
public final class ProtoMessageWriter {
  /** A length that mostly takes one byte: up to 127. */
  public static final int SHORT = 1;

  /** A length that mostly takes two bytes: up to 16 383. */
  public static final int MEDIUM = 2;

  /** A length that mostly takes three bytes: up to 2 097 151. */
  public static final int LONG = 3;

  private static final int MAX_TAG = 5;
  private static final int MAX_LENGTH = 5;
  private static final int MAX_VARINT = 10;
  private static final VarHandle BIG_ENDIAN_64 =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LITTLE_ENDIAN_64 =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LITTLE_ENDIAN_32 =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private final MessageBuffer buffer;
  private byte[] bytes;
  private int position;

  /** Writes behind what the buffer holds, which nobody else touches until {@link #finish}. */
  public ProtoMessageWriter(MessageBuffer buffer) {
    this.buffer = buffer;
    position = buffer.size();
    bytes = buffer.room(position, 0);
  }

  /** Where the next byte goes in the buffer. */
  public int position() {
    return position;
  }

  /** All that was written is the buffer's. */
  public void finish() {
    buffer.filled(position);
  }

  /**
   * Begins a message.
   *
   * @param expected bytes of its length, {@link #SHORT}, {@link #MEDIUM} or {@link #LONG}
   * @return what {@link #end} needs: where its content begins
   */
  public int begin(int tag, int expected) {
    tag(tag);
    return beginLength(expected);
  }

  /** Begins a message whose tag is written. */
  public int beginLength(int expected) {
    ensure(expected);
    position += expected;
    return position;
  }

  /**
   * Ends a message.
   *
   * @param content what {@link #begin} returned
   * @param expected as it was told
   */
  public void end(int content, int expected) {
    int size = position - content;
    int actual = ProtoWriter.varintSize(size);
    int begin = content - expected;
    if (actual != expected) {
      ensure(Math.max(0, actual - expected));
      System.arraycopy(bytes, content, bytes, begin + actual, size);
    }
    position = begin;
    putVarint(size);
    position += size;
  }

  /** Ends a message that is left out where it is empty; its tag is one byte. */
  public void endUnlessEmpty(int content, int expected) {
    if (position == content) {
      position = content - expected - 1;
    } else {
      end(content, expected);
    }
  }

  /** A tag alone. */
  public void tag(int tag) {
    ensure(MAX_TAG);
    putVarint(tag);
  }

  /** A varint field. */
  public void varint(int tag, long value) {
    ensure(MAX_TAG + MAX_VARINT);
    putVarint(tag);
    putVarint(value);
  }

  /** A fixed64 field. */
  public void fixed64(int tag, long value) {
    ensure(MAX_TAG + Long.BYTES);
    putVarint(tag);
    putFixed64(value);
  }

  /** A fixed32 field. */
  public void fixed32(int tag, int value) {
    ensure(MAX_TAG + Integer.BYTES);
    putVarint(tag);
    LITTLE_ENDIAN_32.set(bytes, position, value);
    position += Integer.BYTES;
  }

  /** A bytes field of one id of 8 bytes, the most significant first. */
  public void id(int tag, long id) {
    ensure(MAX_TAG + 1 + Long.BYTES);
    putVarint(tag);
    bytes[position++] = Long.BYTES;
    putBigEndian64(id);
  }

  /** A bytes field of one id of 16 bytes, the most significant first. */
  public void id(int tag, long high, long low) {
    ensure(MAX_TAG + 1 + 2 * Long.BYTES);
    putVarint(tag);
    bytes[position++] = 2 * Long.BYTES;
    putBigEndian64(high);
    putBigEndian64(low);
  }

  /** A bytes field. */
  public void bytes(int tag, byte[] value) {
    ensure(MAX_TAG + MAX_LENGTH + value.length);
    putVarint(tag);
    putVarint(value.length);
    putBytes(value, 0, value.length);
  }

  /** A text field. */
  public void text(int tag, String value) {
    int size = WireBuffer.utf8Size(value);
    ensure(MAX_TAG + MAX_LENGTH + size);
    putVarint(tag);
    putVarint(size);
    putUtf8(value, size);
  }

  /** Makes room for so many bytes, which the methods below then put. */
  public void ensure(int length) {
    if (bytes.length - position < length) {
      bytes = buffer.room(position, length);
    }
  }

  /** Puts a varint; {@link #ensure} has made room. */
  public void putVarint(long value) {
    position = WireBuffer.putVarint(value, bytes, position);
  }

  /** Puts bytes; {@link #ensure} has made room. */
  public void putBytes(byte[] value, int from, int to) {
    System.arraycopy(value, from, bytes, position, to - from);
    position += to - from;
  }

  /** Puts eight bytes, the least significant first; {@link #ensure} has made room. */
  public void putFixed64(long value) {
    LITTLE_ENDIAN_64.set(bytes, position, value);
    position += Long.BYTES;
  }

  /**
   * Puts a text without its length; {@link #ensure} has made room.
   *
   * @param utf8Size what {@link ProtoWriter#utf8Size} says; the number of characters if all of them
   *     are ASCII
   */
  @SuppressWarnings("deprecation") // for what it does to other text; of ASCII it is exact
  public void putUtf8(String value, int utf8Size) {
    int length = value.length();
    if (utf8Size == length) {
      value.getBytes(0, length, bytes, position);
      position += length;
    } else {
      position = WireBuffer.putUtf8(value, bytes, position);
    }
  }

  private void putBigEndian64(long value) {
    BIG_ENDIAN_64.set(bytes, position, value);
    position += Long.BYTES;
  }
}
