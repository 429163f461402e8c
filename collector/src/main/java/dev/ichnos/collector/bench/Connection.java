package dev.ichnos.collector.bench;

import java.io.IOException;

/** A connection to the collector that has one message under way. For one thread. */
interface Connection extends AutoCloseable {
  /**
   * Sends one message, and waits for the answer.
   *
   * @throws IOException if there is no answer; the next message is sent over a new connection
   */
  Answer send(byte[] message) throws IOException;

  @Override
  void close();
}
