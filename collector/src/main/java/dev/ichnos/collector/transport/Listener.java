package dev.ichnos.collector.transport;

import java.io.IOException;
import java.net.SocketAddress;
import java.time.Duration;

/** One bound port, and the steps by which it is left. Safe to close without start. */
interface Listener {
  /**
   * Binds.
   *
   * @throws IOException if it cannot, with the system's words
   */
  SocketAddress start() throws IOException;

  /** Accepts no more, and tells those who are connected to go elsewhere. Does not block. */
  void goAway();

  /** Asks calls that would never end to end now, and closes what is idle. Does not block. */
  void drain();

  /** Waits until no connection is left; false if {@code time} was too short. */
  boolean awaitClosed(Duration time) throws InterruptedException;

  /** Closes whatever is left. Does not block. */
  void kill();
}
