package dev.ichnos.collector.config;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * {@code receivers.skywalking}, with {@code protocols.grpc} and {@code protocols.http}: what
 * SkyWalking's agents and Envoy's SkyWalking tracer send.
 *
 * @param id the key in the file
 * @param grpc the gRPC listener; absent when only HTTP is wanted
 * @param http the HTTP listener; absent when only gRPC is wanted
 * @param metadata {@code tenant_header} and {@code trust_forwarded}
 */
public record SkyWalkingReceiverConfig(
    String id, Optional<ServerConfig> grpc, Optional<ServerConfig> http, MetadataConfig metadata)
    implements ReceiverConfig {
  public static final int DEFAULT_GRPC_PORT = 11_800;
  public static final int DEFAULT_HTTP_PORT = 12_800;

  public SkyWalkingReceiverConfig {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(metadata, "metadata");
    if (grpc.isEmpty() && http.isEmpty()) {
      throw new IllegalArgumentException("protocols: none (expected: grpc, http or both)");
    }
  }

  /** The same with what is kept of requests by default. */
  public SkyWalkingReceiverConfig(
      String id, Optional<ServerConfig> grpc, Optional<ServerConfig> http) {
    this(id, grpc, http, MetadataConfig.defaults());
  }

  @Override
  public Map<String, ServerConfig> servers() {
    Map<String, ServerConfig> servers = new LinkedHashMap<>();
    grpc.ifPresent(server -> servers.put("protocols.grpc", server));
    http.ifPresent(server -> servers.put("protocols.http", server));
    return servers;
  }

  public static SkyWalkingReceiverConfig defaults() {
    return new SkyWalkingReceiverConfig(
        "skywalking",
        Optional.of(ServerConfig.defaults(new Endpoint("127.0.0.1", DEFAULT_GRPC_PORT))),
        Optional.of(ServerConfig.defaults(new Endpoint("127.0.0.1", DEFAULT_HTTP_PORT))));
  }
}
