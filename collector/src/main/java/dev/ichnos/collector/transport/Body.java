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
  private static final byte[] NOTHING = {};

  private final int announced;
  private final int limit;
  private final ReceivingBudget budget;
  private byte[] bytes;
  private long taken;
  private int length;

  /**
   * A body to come.
   *
   * @param announced the {@code content-length}, at most {@code limit}; negative when absent
   * @param limit bytes
   * @param budget pays for the array, until {@link #release}
   */
  Body(long announced, int limit, ReceivingBudget budget) {
    this.announced = (int) Math.min(announced, limit);
    this.limit = limit;
    this.budget = budget;
    this.bytes = NOTHING;
  }

  /** Takes one part, if it may. */
  Added add(ByteBuf part) {
    int more = part.readableBytes();
    if (more > limit - length) {
      return Added.TOO_LARGE;
    }
    if (length + more > bytes.length) {
      int believed = Math.min(Math.max(announced, 0), BELIEVED);
      long doubled = Math.max(Math.max(length + (long) more, 2L * bytes.length), believed);
      long most = announced >= length + more ? announced : limit;
      int size = (int) Math.min(doubled, most);
      if (!budget.take(size - bytes.length)) {
        return Added.NO_ROOM;
      }
      taken += size - bytes.length;
      bytes = Arrays.copyOf(bytes, size);
    }
    part.readBytes(bytes, length, more);
    length += more;
    return Added.TAKEN;
  }

  /** Gives its bytes back to the budget: nobody reads them anymore. */
  void release() {
    budget.give(taken);
    taken = 0;
  }

  /** The whole body, exact. */
  byte[] whole() {
    return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
  }

  /** What became of a part. */
  enum Added {
    TAKEN,
    /** The body would be larger than its limit. */
    TOO_LARGE,
    /** All bodies together would be larger than the budget. */
    NO_ROOM
  }
}
