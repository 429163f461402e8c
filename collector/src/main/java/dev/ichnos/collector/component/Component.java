package dev.ichnos.collector.component;

import java.io.IOException;
import java.time.Duration;

/** A part of the collector that is started once and closed once. */
public interface Component {
  /**
   * Starts it. Called once, by one thread.
   *
   * @throws IOException if it cannot run, with a text that names what was tried and what to change
   */
  void start() throws IOException;

  /**
   * Finishes what is in flight and stops, within {@code deadline}. Blocks until then. Idempotent,
   * and safe without {@link #start}.
   */
  void close(Duration deadline);
}
