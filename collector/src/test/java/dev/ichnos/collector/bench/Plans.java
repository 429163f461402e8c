package dev.ichnos.collector.bench;

import dev.ichnos.collector.config.Endpoint;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;

/** Plans for tests. */
final class Plans {
  private static final Endpoint NOWHERE = new Endpoint("127.0.0.1", 1);

  private Plans() {}

  static BenchPlan spans(Protocol protocol, int batch, long spans) {
    return spans(protocol, batch, spans, 0);
  }

  static BenchPlan spans(Protocol protocol, int batch, long spans, long rate) {
    return plan(protocol, NOWHERE, OptionalLong.empty(), batch, rate, spans);
  }

  /** A second's warm-up, and a minute. */
  static BenchPlan timed(Protocol protocol) {
    return plan(protocol, NOWHERE, OptionalLong.empty(), 5, 0, 0);
  }

  /** To this collector, until so many spans are sent. */
  static BenchPlan to(
      InetSocketAddress target, OptionalLong pid, Protocol protocol, int batch, long spans) {
    Endpoint endpoint = new Endpoint(target.getHostString(), target.getPort());
    return plan(protocol, endpoint, pid, batch, 0, spans);
  }

  private static BenchPlan plan(
      Protocol protocol, Endpoint target, OptionalLong pid, int batch, long rate, long spans) {
    return new BenchPlan(
        protocol,
        target,
        pid,
        List.of(),
        2,
        batch,
        rate,
        spans,
        spans > 0 ? Duration.ZERO : Duration.ofSeconds(1),
        Duration.ofMinutes(1),
        Duration.ofSeconds(20));
  }
}
