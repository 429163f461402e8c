package dev.ichnos.istio;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The kind {@code opentelemetry}: proxies export OTLP, over gRPC unless {@code http} is set.
 *
 * @param service see {@link TracingProvider#service()}
 * @param port see {@link TracingProvider#port()}
 * @param maxTagLength see {@link TracingProvider#maxTagLength()}
 * @param http null means gRPC
 * @param grpc settings of gRPC; null leaves Istio's defaults; never together with {@code http}
 */
public record OpenTelemetryProvider(
    String service, int port, int maxTagLength, @Nullable Http http, @Nullable Grpc grpc)
    implements TracingProvider {
  static final Set<String> W3C = Set.of("traceparent", "tracestate");

  public OpenTelemetryProvider {
    Reporting.check(service, port, maxTagLength);
    if (http != null && grpc != null) {
      throw new IllegalArgumentException(
          "opentelemetry: both http and grpc (expected: at most one)");
    }
  }

  @Override
  public boolean overGrpc() {
    return http == null;
  }

  @Override
  public Set<String> ownHeaders() {
    return W3C;
  }

  /**
   * OTLP over HTTP, as protobuf.
   *
   * @param path required, {@code /v1/traces} here: Envoy adds nothing to it
   * @param timeout of one export, such as {@code 5s}; null leaves Istio's default
   * @param headers sent along with each export
   */
  public record Http(String path, @Nullable String timeout, List<HeaderValue> headers) {
    public Http {
      Objects.requireNonNull(path, "path");
      Reporting.checkPath(path);
      Reporting.checkTimeout(timeout);
      headers = List.copyOf(headers);
    }
  }

  /**
   * OTLP over gRPC.
   *
   * @param timeout of one export, such as {@code 5s}; null leaves Istio's default
   * @param initialMetadata sent along with each export
   */
  public record Grpc(@Nullable String timeout, List<HeaderValue> initialMetadata) {
    public Grpc {
      Reporting.checkTimeout(timeout);
      initialMetadata = List.copyOf(initialMetadata);
    }
  }
}
