package dev.ichnos.collector.transport;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/**
 * Gathers one message's body from the network's buffers into one array: the one copy.
 *
 * <p>What the sender announced is believed only so far as to make the array fit in the end; memory
 * grows with what has come.
 */
final class Body {
  private static final int BELIEVED = 64 << 10;

  private final int announced;
  private final int limit;
  private byte[] bytes;
  private int length;

  /**
   * A body to come.
   *
   * @param announced the {@code content-length}, at most {@code limit}; negative when absent
   * @param limit bytes
   */
  Body(long announced, int limit) {
    this.announced = (int) Math.min(announced, limit);
    this.limit = limit;
    this.bytes = new byte[Math.min(Math.max(this.announced, 0), BELIEVED)];
  }

  /** Takes one part; false, and nothing taken, if the body would be larger than its limit. */
  boolean add(ByteBuf part) {
    int more = part.readableBytes();
    if (more > limit - length) {
      return false;
    }
    if (length + more > bytes.length) {
      long doubled = Math.max(length + (long) more, 2L * bytes.length);
      long most = announced >= length + more ? announced : limit;
      bytes = Arrays.copyOf(bytes, (int) Math.min(doubled, most));
    }
    part.readBytes(bytes, length, more);
    length += more;
    return true;
  }

  /** The whole body, exact. */
  byte[] whole() {
    return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
  }
}
