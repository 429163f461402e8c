package dev.ichnos.collector.config;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * {@code receivers.jaeger}, with {@code protocols.grpc} and {@code protocols.thrift_http}: what
 * Jaeger's clients send to a collector.
 *
 * @param id the key in the file
 * @param grpc the gRPC listener; absent when only HTTP is wanted
 * @param thriftHttp the HTTP listener; absent when only gRPC is wanted
 * @param metadata {@code tenant_header} and {@code trust_forwarded}
 */
public record JaegerReceiverConfig(
    String id,
    Optional<ServerConfig> grpc,
    Optional<ServerConfig> thriftHttp,
    MetadataConfig metadata)
    implements ReceiverConfig {
  public static final int DEFAULT_GRPC_PORT = 14_250;
  public static final int DEFAULT_HTTP_PORT = 14_268;

  public JaegerReceiverConfig {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(metadata, "metadata");
    if (grpc.isEmpty() && thriftHttp.isEmpty()) {
      throw new IllegalArgumentException("protocols: none (expected: grpc, thrift_http or both)");
    }
  }

  /** The same with what is kept of requests by default. */
  public JaegerReceiverConfig(
      String id, Optional<ServerConfig> grpc, Optional<ServerConfig> thriftHttp) {
    this(id, grpc, thriftHttp, MetadataConfig.defaults());
  }

  @Override
  public Map<String, ServerConfig> servers() {
    Map<String, ServerConfig> servers = new LinkedHashMap<>();
    grpc.ifPresent(server -> servers.put("protocols.grpc", server));
    thriftHttp.ifPresent(server -> servers.put("protocols.thrift_http", server));
    return servers;
  }

  public static JaegerReceiverConfig defaults() {
    return new JaegerReceiverConfig(
        "jaeger",
        Optional.of(ServerConfig.defaults(new Endpoint("127.0.0.1", DEFAULT_GRPC_PORT))),
        Optional.of(ServerConfig.defaults(new Endpoint("127.0.0.1", DEFAULT_HTTP_PORT))));
  }
}
