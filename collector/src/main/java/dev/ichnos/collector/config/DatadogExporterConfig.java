package dev.ichnos.collector.config;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;

/**
 * {@code exporters.datadog}: Datadog, through one of its Agents.
 *
 * @param id the key in the file
 * @param lane how its lane works
 * @param endpoint {@code endpoint}: the Agent's trace API without a path, such as {@code
 *     http://datadog-agent:8126}
 * @param tls {@code tls}; {@code http} or {@code https} of the URL decides whether TLS is used
 * @param headers {@code headers}: sent with every request
 * @param traceApi {@code trace_api}
 * @param operationName {@code operation_name}: {@code envoy}, {@code otel_v2}, or a template with
 *     attribute keys in braces
 * @param environment {@code env}: of spans that do not state theirs; empty for {@code none}
 * @param namespaceEnvironments {@code namespace_env}: of spans that do not state theirs, by
 *     Kubernetes namespace; above {@code env}
 * @param topLevel {@code top_level}
 * @param clusterInHostname {@code cluster_in_hostname}: hosts that are Kubernetes nodes are named
 *     {@code node-cluster}
 * @param maxMessageSize {@code max_message_size}: bytes of one message; larger batches are split
 */
public record DatadogExporterConfig(
    String id,
    LaneConfig lane,
    URI endpoint,
    TlsClientConfig tls,
    Map<String, Secret> headers,
    TraceApi traceApi,
    String operationName,
    String environment,
    Map<String, String> namespaceEnvironments,
    TopLevel topLevel,
    boolean clusterInHostname,
    DataSize maxMessageSize)
    implements ExporterConfig {
  static final String EXAMPLE = "http://datadog-agent:8126";

  /** Which of the Agent's paths takes the spans. */
  public enum TraceApi {
    /** {@code /v0.4/traces}: every Agent has it; a trace is of one host. */
    V04("v0.4"),
    /** {@code /v0.7/traces}: states host, environment, version and container of each source. */
    V07("v0.7");

    private final String text;

    TraceApi(String text) {
      this.text = text;
    }

    static TraceApi parse(String text) {
      for (TraceApi api : values()) {
        if (api.text.equals(text)) {
          return api;
        }
      }
      throw new IllegalArgumentException("(expected: v0.4 or v0.7)");
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /** By which spans a service is entered, so that its requests are counted there. */
  public enum TopLevel {
    /** Spans whose parent is of another service. */
    PARENT_SERVICE,
    /** Every span that answers. */
    KIND
  }

  public DatadogExporterConfig {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(lane, "lane");
    HttpUrl.require("endpoint", endpoint, EXAMPLE);
    Objects.requireNonNull(tls, "tls");
    headers = Map.copyOf(headers);
    Objects.requireNonNull(traceApi, "traceApi");
    if (!operationName.equals("envoy")
        && !operationName.equals("otel_v2")
        && !operationName.contains("{")) {
      throw new IllegalArgumentException(
          "operation_name: "
              + operationName
              + " (expected: envoy, otel_v2, or a template such as {component}.{kind})");
    }
    Objects.requireNonNull(environment, "environment");
    namespaceEnvironments = Map.copyOf(namespaceEnvironments);
    Objects.requireNonNull(topLevel, "topLevel");
    if (maxMessageSize.bytes() < 1024) {
      throw new IllegalArgumentException(
          "max_message_size: " + maxMessageSize + " (expected: at least 1KiB)");
    }
  }

  /** Everything at its default, towards this Agent. */
  public static DatadogExporterConfig defaults(String id, URI endpoint) {
    return new DatadogExporterConfig(
        id,
        laneDefaults(),
        endpoint,
        TlsClientConfig.defaults(),
        Map.of(),
        TraceApi.V04,
        "envoy",
        "",
        Map.of(),
        TopLevel.PARENT_SERVICE,
        true,
        DataSize.ofMebibytes(5));
  }

  /**
   * A lane whose batches wait a second, as tracers let them: an Agent takes one host a message, so
   * that many fill at once. Services are named as Envoy's own Datadog tracer names them, so that
   * dashboards stay.
   */
  public static LaneConfig laneDefaults() {
    LaneConfig lane = LaneConfig.defaults();
    return new LaneConfig(
        new BatchConfig(lane.batch().maxSize(), lane.batch().maxSpans(), Duration.ofSeconds(1)),
        lane.retry(),
        lane.window(),
        lane.maxConcurrency(),
        lane.maxRequestsPerSecond(),
        lane.timeout(),
        SpanFormConfig.joined());
  }
}
