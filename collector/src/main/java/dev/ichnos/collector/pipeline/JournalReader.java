package dev.ichnos.collector.pipeline;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** One lane's own way through the journal. */
public interface JournalReader extends AutoCloseable {
  /**
   * Takes the next entries, in order: at least one if there is any, then more up to {@code
   * maxBytes}. Waits up to {@code wait} for the first. Called by one thread.
   *
   * @return empty when nothing came in time, or when the reader is closed
   */
  List<Entry> poll(int maxBytes, Duration wait) throws InterruptedException;

  /**
   * Says that the lane does not poll for now, since its backend does not take what it has already.
   * Called by the polling thread.
   *
   * @param answering whether the backend takes something all the same; for one that is gone, nobody
   *     is to wait
   */
  void rest(boolean answering);

  /** Makes a waiting {@link #poll} return now, or the next one, if none waits. Any thread. */
  void wakeUp();

  /**
   * Lets go of an entry, once all its spans are accounted. Any order, any thread, once per entry.
   */
  void ack(Entry entry);

  /** Bytes of the entries that this lane has not acknowledged yet, polled or not. Any thread. */
  long lagBytes();

  /** Spans of the entries that this lane has not acknowledged yet, polled or not. Any thread. */
  long lagSpans();

  /**
   * Whether this lane holds so much of a full journal that it must shed now. Any thread.
   *
   * @return bytes that the lane should let go of; 0 when all is well
   */
  long excessBytes();

  /** Called with each entry that is taken away from this reader before its ack. Any thread. */
  void onRevoked(Consumer<Entry> forget);

  /** Lets go of everything that was not acknowledged. Idempotent. */
  @Override
  void close();
}
