package dev.ichnos.istio;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The kind {@code zipkin}: proxies post Zipkin v2 JSON.
 *
 * @param service see {@link TracingProvider#service()}
 * @param port see {@link TracingProvider#port()}
 * @param maxTagLength see {@link TracingProvider#maxTagLength()}
 * @param enable64bitTraceId 64-bit trace ids instead of 128-bit ones; null means false
 * @param path replaces {@code /api/v2/spans} as a whole; null when absent
 * @param traceContextOption which headers the tracer reads and writes; null means {@code USE_B3};
 *     Istio 1.28 and later
 * @param timeout of one report, such as {@code 5s}; null means five seconds; Istio 1.29 and later
 * @param headers sent along with each report; Istio 1.29 and later
 */
public record ZipkinProvider(
    String service,
    int port,
    int maxTagLength,
    @Nullable Boolean enable64bitTraceId,
    @Nullable String path,
    @Nullable TraceContextOption traceContextOption,
    @Nullable String timeout,
    List<HeaderValue> headers)
    implements TracingProvider {
  /** Which families of trace headers the Zipkin tracer of a proxy takes part in. */
  public enum TraceContextOption {
    /** B3 only. */
    USE_B3,
    /** Reads B3, else {@code traceparent}; writes both. */
    USE_B3_WITH_W3C_PROPAGATION
  }

  /** The tracer writes the separate headers and reads the single one too: one family. */
  private static final Set<String> B3 =
      Set.of(
          "b3", "x-b3-traceid", "x-b3-spanid", "x-b3-parentspanid", "x-b3-sampled", "x-b3-flags");

  public ZipkinProvider {
    Reporting.check(service, port, maxTagLength);
    if (path != null) {
      Reporting.checkPath(path);
    }
    Reporting.checkTimeout(timeout);
    headers = List.copyOf(headers);
  }

  @Override
  public boolean overGrpc() {
    return false;
  }

  @Override
  public Set<String> ownHeaders() {
    if (traceContextOption != TraceContextOption.USE_B3_WITH_W3C_PROPAGATION) {
      return B3;
    }
    Set<String> both = new HashSet<>(B3);
    both.addAll(OpenTelemetryProvider.W3C);
    return Set.copyOf(both);
  }
}
