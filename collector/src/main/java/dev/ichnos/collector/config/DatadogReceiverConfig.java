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
 */
public record DatadogReceiverConfig(String id, ServerConfig server, Optional<Path> unixSocket)
    implements ReceiverConfig {
  public static final int DEFAULT_PORT = 8_126;

  public DatadogReceiverConfig {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(server, "server");
    Objects.requireNonNull(unixSocket, "unixSocket");
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
