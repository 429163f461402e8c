package dev.ichnos.collector.config;

import java.util.Map;
import java.util.Objects;

/**
 * {@code receivers.cloudtrace}: version 2 of Google's Cloud Trace API, over gRPC and HTTP.
 *
 * @param id the key in the file
 * @param server {@code endpoint} and the listener's bounds
 * @param metadata {@code tenant_header} and {@code trust_forwarded}
 */
public record CloudTraceReceiverConfig(String id, ServerConfig server, MetadataConfig metadata)
    implements ReceiverConfig {
  public static final int DEFAULT_PORT = 4_319;

  public CloudTraceReceiverConfig {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(server, "server");
    Objects.requireNonNull(metadata, "metadata");
  }

  /** The same with what is kept of requests by default. */
  public CloudTraceReceiverConfig(String id, ServerConfig server) {
    this(id, server, MetadataConfig.defaults());
  }

  @Override
  public Map<String, ServerConfig> servers() {
    return Map.of("", server);
  }

  public static CloudTraceReceiverConfig defaults() {
    return new CloudTraceReceiverConfig(
        "cloudtrace", ServerConfig.defaults(new Endpoint("127.0.0.1", DEFAULT_PORT)));
  }
}
