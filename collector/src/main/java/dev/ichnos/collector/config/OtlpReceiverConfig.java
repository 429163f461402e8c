package dev.ichnos.collector.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * {@code receivers.otlp}, with {@code protocols.grpc} and {@code protocols.http}.
 *
 * @param id the key in the file
 * @param grpc the gRPC listener; absent when only HTTP is wanted
 * @param http the HTTP listener; absent when only gRPC is wanted
 * @param paths {@code protocols.http.paths}: paths that take exports over HTTP, beside {@code
 *     /v1/traces}; an Istio provider's {@code http.path} is free text
 * @param cors {@code protocols.http.cors}: pages of browsers that may send
 * @param metadata {@code tenant_header} and {@code trust_forwarded}
 */
public record OtlpReceiverConfig(
    String id,
    Optional<ServerConfig> grpc,
    Optional<ServerConfig> http,
    List<String> paths,
    CorsConfig cors,
    MetadataConfig metadata)
    implements ReceiverConfig {
  public static final int DEFAULT_GRPC_PORT = 4317;
  public static final int DEFAULT_HTTP_PORT = 4318;

  public OtlpReceiverConfig {
    Objects.requireNonNull(id, "id");
    if (grpc.isEmpty() && http.isEmpty()) {
      throw new IllegalArgumentException("protocols: none (expected: grpc, http or both)");
    }
    Objects.requireNonNull(cors, "cors");
    Objects.requireNonNull(metadata, "metadata");
    paths = List.copyOf(paths);
    for (String path : paths) {
      if (!path.startsWith("/")) {
        throw new IllegalArgumentException("paths: " + path + " (expected: a path from /)");
      }
    }
  }

  /** The same with what is kept of requests by default. */
  public OtlpReceiverConfig(
      String id,
      Optional<ServerConfig> grpc,
      Optional<ServerConfig> http,
      List<String> paths,
      CorsConfig cors) {
    this(id, grpc, http, paths, cors, MetadataConfig.defaults());
  }

  /** The same for no page. */
  public OtlpReceiverConfig(
      String id, Optional<ServerConfig> grpc, Optional<ServerConfig> http, List<String> paths) {
    this(id, grpc, http, paths, CorsConfig.defaults());
  }

  @Override
  public Map<String, ServerConfig> servers() {
    Map<String, ServerConfig> servers = new LinkedHashMap<>();
    grpc.ifPresent(server -> servers.put("protocols.grpc", server));
    http.ifPresent(server -> servers.put("protocols.http", server));
    return servers;
  }

  public static OtlpReceiverConfig defaults() {
    return new OtlpReceiverConfig(
        "otlp",
        Optional.of(ServerConfig.defaults(new Endpoint("127.0.0.1", DEFAULT_GRPC_PORT))),
        Optional.of(ServerConfig.defaults(new Endpoint("127.0.0.1", DEFAULT_HTTP_PORT))),
        List.of());
  }
}
