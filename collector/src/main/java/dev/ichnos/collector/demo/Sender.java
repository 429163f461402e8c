package dev.ichnos.collector.demo;

import java.io.IOException;

/** Tells a request of Bookinfo by one protocol, as a mesh's proxies would. */
interface Sender extends AutoCloseable {
  /** What it speaks, for people: {@code Zipkin v2 JSON over HTTP}. */
  String protocol();

  /**
   * Sends every proxy's report, one message each, and waits for the answers.
   *
   * @throws IOException if a message was not taken; the text says what came back
   */
  void send(Bookinfo request) throws IOException, InterruptedException;

  @Override
  default void close() {}
}
