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
 * @param speaks what can be said to it
 */
public record BoundListener(
    List<String> owners, Endpoint configured, InetSocketAddress address, Speaks speaks) {
  public BoundListener {
    owners = List.copyOf(owners);
    Objects.requireNonNull(configured, "configured");
    Objects.requireNonNull(address, "address");
    Objects.requireNonNull(speaks, "speaks");
  }

  /** The protocols of a port. */
  public enum Speaks {
    /** HTTP/1.1, HTTP/2 and gRPC. */
    HTTP_AND_GRPC("HTTP and gRPC"),
    /** gRPC alone. */
    GRPC("gRPC"),
    /** Datagrams. */
    UDP("UDP");

    private final String text;

    Speaks(String text) {
      this.text = text;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /** Whether it speaks HTTP beside gRPC. */
  public boolean mixed() {
    return speaks == Speaks.HTTP_AND_GRPC;
  }
}
