package dev.ichnos.collector.transport;

import dev.ichnos.collector.config.Endpoint;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Objects;

/**
 * A listener that is bound.
 *
 * @param owners the ids of those who asked for it, in that order
 * @param configured the endpoint as configured; its port may be 0
 * @param address where it is bound, with the real port
 * @param mixed whether it speaks HTTP/1.1, HTTP/2 and gRPC; else gRPC alone
 */
public record BoundListener(
    List<String> owners, Endpoint configured, InetSocketAddress address, boolean mixed) {
  public BoundListener {
    owners = List.copyOf(owners);
    Objects.requireNonNull(configured, "configured");
    Objects.requireNonNull(address, "address");
  }
}
