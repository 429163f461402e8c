package dev.ichnos.collector.config;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * {@code receivers.zipkin}.
 *
 * @param id the key in the file
 * @param server {@code endpoint} and the listener's bounds
 * @param paths {@code paths}: further paths that take Zipkin spans, beside every path that ends in
 *     {@code /api/v2/spans} or {@code /api/v1/spans}; an Istio provider's {@code path} replaces the
 *     whole path
 * @param cors {@code cors}: pages of browsers that may send
 * @param protoSpanIds {@code proto_span_ids}: the byte order of span ids in protobuf
 * @param metadata {@code tenant_header} and {@code trust_forwarded}
 */
public record ZipkinReceiverConfig(
    String id,
    ServerConfig server,
    List<String> paths,
    CorsConfig cors,
    ByteOrder protoSpanIds,
    MetadataConfig metadata)
    implements ReceiverConfig {
  /**
   * How span ids and parent ids stand in protobuf. Zipkin's are big-endian. Envoy's collector
   * endpoint version HTTP_PROTO writes them in the byte order of its machine, little-endian, while
   * it writes trace ids as Zipkin does (envoyproxy/envoy source/extensions/tracers/zipkin @ 1.38).
   */
  public enum ByteOrder {
    BIG_ENDIAN,
    LITTLE_ENDIAN
  }

  public static final int DEFAULT_PORT = 9411;

  public ZipkinReceiverConfig {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(server, "server");
    Objects.requireNonNull(cors, "cors");
    Objects.requireNonNull(protoSpanIds, "protoSpanIds");
    Objects.requireNonNull(metadata, "metadata");
    paths = List.copyOf(paths);
    for (String path : paths) {
      if (!path.startsWith("/")) {
        throw new IllegalArgumentException("paths: " + path + " (expected: a path from /)");
      }
    }
  }

  /** The same with what is kept of requests by default. */
  public ZipkinReceiverConfig(
      String id, ServerConfig server, List<String> paths, CorsConfig cors, ByteOrder protoSpanIds) {
    this(id, server, paths, cors, protoSpanIds, MetadataConfig.defaults());
  }

  @Override
  public Map<String, ServerConfig> servers() {
    return Map.of("", server);
  }

  public static ZipkinReceiverConfig defaults() {
    return new ZipkinReceiverConfig(
        "zipkin",
        ServerConfig.defaults(new Endpoint("127.0.0.1", DEFAULT_PORT)),
        List.of(),
        CorsConfig.defaults(),
        ByteOrder.BIG_ENDIAN);
  }
}
