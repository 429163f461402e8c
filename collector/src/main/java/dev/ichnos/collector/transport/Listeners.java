package dev.ichnos.collector.transport;

import dev.ichnos.collector.component.Component;
import dev.ichnos.collector.component.Metrics;
import dev.ichnos.collector.config.ServerConfig;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The listeners of one collector: which addresses are bound, and what each of them serves.
 *
 * <p>Owners ask for listeners and add routes and methods before {@link #start}; owners that name
 * the same endpoint share its listener. On a listener, its own owners' routes come first, then
 * those of all others in the order in which they were added.
 */
public final class Listeners implements Component {
  private final Metrics metrics;
  private final List<HttpRoute> routes = new ArrayList<>();
  private final List<GrpcMethod> methods = new ArrayList<>();

  public Listeners(Metrics metrics) {
    this.metrics = metrics;
  }

  /** Asks for a mixed listener: HTTP/1.1, h2c (or h2 over TLS) and gRPC on one port. */
  public void mixed(String owner, ServerConfig config) {}

  /** Asks for a listener that speaks gRPC alone. */
  public void grpc(String owner, ServerConfig config) {}

  public void route(HttpRoute route) {
    routes.add(route);
  }

  public void method(GrpcMethod method) {
    methods.add(method);
  }

  /** Where listeners are bound, by owner and endpoint as configured; empty before start. */
  public Map<String, InetSocketAddress> bound() {
    return Map.of();
  }

  @Override
  public void start() {
    metrics.registry();
  }

  @Override
  public void close(Duration deadline) {}
}
