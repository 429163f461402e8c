package dev.ichnos.codec;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Objects;

/**
 * One message in memory: an array that grows to a bound, and can be used again. Encoders that know
 * it write straight into the array; to all others it is a stream. Not thread-safe.
 */
public final class MessageBuffer extends OutputStream {
  /** The largest array that every JVM can make. */
  private static final int LARGEST = Integer.MAX_VALUE - 8;

  /** Writers ask for the most that a number may take, and then take less. */
  private static final int SLACK = 32;

  private final int maxBytes;
  private byte[] array;
  private int size;

  /**
   * Holds nothing yet.
   *
   * @param firstBytes what it holds without growing
   * @param maxBytes the most that it ever holds; past it writes throw {@link FullException}
   */
  public MessageBuffer(int firstBytes, long maxBytes) {
    this.maxBytes = (int) Math.min(maxBytes, LARGEST - SLACK);
    array = new byte[Math.min(firstBytes, this.maxBytes)];
  }

  /** A buffer without a bound but memory's. */
  public static MessageBuffer unbounded(int firstBytes) {
    return new MessageBuffer(firstBytes, LARGEST);
  }

  /** The bytes that it holds. */
  public int size() {
    return size;
  }

  /** What it holds, as an array of its own. */
  public byte[] toByteArray() {
    return Arrays.copyOf(array, size);
  }

  /** Hands on what it holds. */
  public void writeTo(OutputStream out) throws IOException {
    out.write(array, 0, size);
  }

  /** Holds nothing again; the array stays. */
  public void clear() {
    size = 0;
  }

  /**
   * The array, for one who writes into it past {@link #size} and then says {@link #filled}: until
   * the next call of any method but that one.
   *
   * @param used bytes that are in it, {@link #size} or more
   * @param more bytes that must have room behind them
   * @throws FullException if that is clearly more than it may hold
   */
  public byte[] room(int used, int more) {
    long needed = (long) used + more;
    if (needed > array.length) {
      long most = (long) maxBytes + SLACK;
      if (needed > most) {
        throw new FullException(maxBytes);
      }
      array = Arrays.copyOf(array, (int) Math.min(most, Math.max(needed, 2L * array.length)));
    }
    return array;
  }

  /**
   * The array of {@link #room} now holds so many bytes.
   *
   * @throws FullException if that is more than it may hold
   */
  public void filled(int bytes) {
    if (bytes > maxBytes) {
      throw new FullException(maxBytes);
    }
    Objects.checkFromToIndex(size, bytes, array.length);
    size = bytes;
  }

  @Override
  public void write(int b) {
    room(size, 1)[size] = (byte) b;
    filled(size + 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    System.arraycopy(bytes, offset, room(size, length), size, length);
    filled(size + length);
  }

  /** A message is larger than it may be: a verdict on the message, not an error. */
  public static final class FullException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    FullException(int maxBytes) {
      super("message: larger than " + maxBytes + " bytes", null, false, false);
    }
  }
}
