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

  /**
   * The request as it must arrive: the same, unless the protocol cannot say all of it.
   *
   * @param request what was sent
   */
  default Bookinfo arriving(Bookinfo request) {
    return request;
  }

  @Override
  default void close() {}
}
