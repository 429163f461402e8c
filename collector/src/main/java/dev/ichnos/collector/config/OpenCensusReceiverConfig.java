package dev.ichnos.collector.config;

import java.util.Map;
import java.util.Objects;

/**
 * {@code receivers.opencensus}: the OpenCensus agent's protocol, over gRPC.
 *
 * @param id the key in the file
 * @param server {@code endpoint} and the listener's bounds
 * @param metadata {@code tenant_header} and {@code trust_forwarded}
 */
public record OpenCensusReceiverConfig(String id, ServerConfig server, MetadataConfig metadata)
    implements ReceiverConfig {
  public static final int DEFAULT_PORT = 55_678;

  public OpenCensusReceiverConfig {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(server, "server");
    Objects.requireNonNull(metadata, "metadata");
  }

  /** The same with what is kept of requests by default. */
  public OpenCensusReceiverConfig(String id, ServerConfig server) {
    this(id, server, MetadataConfig.defaults());
  }

  @Override
  public Map<String, ServerConfig> servers() {
    return Map.of("", server);
  }

  public static OpenCensusReceiverConfig defaults() {
    return new OpenCensusReceiverConfig(
        "opencensus", ServerConfig.defaults(new Endpoint("127.0.0.1", DEFAULT_PORT)));
  }
}
