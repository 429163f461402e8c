package dev.ichnos.collector.demo;

import dev.ichnos.collector.component.Metrics;
import dev.ichnos.collector.transport.Listeners;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** The demo's backends, each on a port of its own, all on the same few threads. */
final class StandIns implements AutoCloseable {
  private final Listeners listeners;
  private final List<StandIn> all;

  private StandIns() {
    Metrics metrics = new Metrics();
    listeners = new Listeners(metrics);
    all =
        List.of(
            new TempoStandIn(listeners, metrics),
            new DatadogStandIn(listeners),
            new CloudTraceStandIn(listeners));
  }

  /** Starts all of them on free ports of loopback. */
  static StandIns start() throws IOException {
    StandIns standIns = new StandIns();
    standIns.listeners.start();
    return standIns;
  }

  List<StandIn> all() {
    return all;
  }

  @Override
  public void close() {
    listeners.close(Duration.ofSeconds(1));
  }
}
