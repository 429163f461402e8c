package dev.ichnos.collector.config;

import java.util.List;
import java.util.Objects;

/**
 * {@code receivers.zipkin}.
 *
 * @param id the key in the file
 * @param server {@code endpoint} and the listener's bounds
 * @param paths {@code paths}: further paths that take Zipkin spans, beside every path that ends in
 *     {@code /api/v2/spans}; an Istio provider's {@code path} replaces the whole path
 */
public record ZipkinReceiverConfig(String id, ServerConfig server, List<String> paths)
    implements ReceiverConfig {
  public static final int DEFAULT_PORT = 9411;

  public ZipkinReceiverConfig {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(server, "server");
    paths = List.copyOf(paths);
    for (String path : paths) {
      if (!path.startsWith("/")) {
        throw new IllegalArgumentException("paths: " + path + " (expected: a path from /)");
      }
    }
  }

  public static ZipkinReceiverConfig defaults() {
    return new ZipkinReceiverConfig(
        "zipkin", ServerConfig.defaults(new Endpoint("127.0.0.1", DEFAULT_PORT)), List.of());
  }
}
