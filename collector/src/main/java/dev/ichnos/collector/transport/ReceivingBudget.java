package dev.ichnos.collector.transport;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The bytes that messages may take up while they come in, all connections together.
 *
 * <p>The bound of one message does not bound memory: a thousand senders that each stop in the
 * middle of one, or of an HTTP/1.1 request's head, would fill any heap. Past this bound the message
 * that wants more is refused, as one that can be sent again. Safe for many threads.
 */
final class ReceivingBudget {
  /** Of the heap, for listeners of receivers; the journal's hard limit is three eighths. */
  private static final int HEAP_SHARE = 8;

  private final long maxBytes;
  private final Runnable onRefused;
  private final AtomicLong taken = new AtomicLong();

  /**
   * A budget, all of it free.
   *
   * @param onRefused told of each message that is refused
   */
  ReceivingBudget(long maxBytes, Runnable onRefused) {
    this.maxBytes = maxBytes;
    this.onRefused = onRefused;
  }

  /** An eighth of the heap limit, in bytes. */
  static long defaultMaxBytes() {
    return Runtime.getRuntime().maxMemory() / HEAP_SHARE;
  }

  /** Takes so many bytes; false, and nothing taken, if there are not so many left. */
  boolean take(long bytes) {
    if (taken.addAndGet(bytes) <= maxBytes) {
      return true;
    }
    taken.addAndGet(-bytes);
    onRefused.run();
    return false;
  }

  void give(long bytes) {
    taken.addAndGet(-bytes);
  }

  /** Bytes that are taken now. */
  long taken() {
    return taken.get();
  }
}
