package dev.ichnos.collector.config;

import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * {@code receivers.datadog}: the trace API of Datadog's Agent, over HTTP.
 *
 * @param id the key in the file
 * @param server {@code endpoint} and the listener's bounds
 * @param unixSocket {@code unix_socket}: the path of a socket that serves the same; absent means
 *     none
 * @param metadata {@code tenant_header} and {@code trust_forwarded}
 */
public record DatadogReceiverConfig(
    String id, ServerConfig server, Optional<Path> unixSocket, MetadataConfig metadata)
    implements ReceiverConfig {
  public static final int DEFAULT_PORT = 8_126;

  public DatadogReceiverConfig {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(server, "server");
    Objects.requireNonNull(unixSocket, "unixSocket");
    Objects.requireNonNull(metadata, "metadata");
  }

  /** The same with what is kept of requests by default. */
  public DatadogReceiverConfig(String id, ServerConfig server, Optional<Path> unixSocket) {
    this(id, server, unixSocket, MetadataConfig.defaults());
  }

  @Override
  public Map<String, ServerConfig> servers() {
    return Map.of("", server);
  }

  public static DatadogReceiverConfig defaults() {
    return new DatadogReceiverConfig(
        "datadog",
        ServerConfig.defaults(new Endpoint("127.0.0.1", DEFAULT_PORT)),
        Optional.empty());
  }
}
