package dev.ichnos.collector.it;

import dev.ichnos.collector.config.Endpoint;
import dev.ichnos.collector.testing.FakeTempo;
import java.nio.file.Path;

/** Configurations for tests: every port chosen by the system. */
final class Configs {
  private static final String RECEIVERS_AND_ADMIN =
      """
      receivers:
        zipkin: {endpoint: 127.0.0.1:0}
        otlp: {protocols: {grpc: {endpoint: 127.0.0.1:0}, http: {endpoint: 127.0.0.1:0}}}
      admin:
        health: {endpoint: 127.0.0.1:0}
        api: {endpoint: 127.0.0.1:0}
      """;

  private Configs() {}

  /** Recent traces only. */
  static String local() {
    return RECEIVERS_AND_ADMIN
        + """
        exporters:
          local: {}
        service:
          drain_timeout: 10s
          pipelines:
            traces: {receivers: [zipkin, otlp], exporters: [local]}
        """;
  }

  /**
   * Cloud Trace over TLS with Application Default Credentials, and no project named.
   *
   * @param serverName the name in the certificate
   */
  static String cloudTrace(Endpoint endpoint, Path caFile, String serverName) {
    return RECEIVERS_AND_ADMIN
        + """
        exporters:
          googlecloud:
            endpoint: %s
            tls: {ca_file: %s, server_name_override: %s}
            window: {idle: 500ms, max_age: 2s}
        service:
          drain_timeout: 10s
          pipelines:
            traces: {receivers: [zipkin, otlp], exporters: [googlecloud]}
        """
            .formatted(endpoint, caFile, serverName);
  }

  /** Tempo over gRPC and over HTTP, two lanes with short windows, and recent traces. */
  static String tempo(FakeTempo grpc, FakeTempo http) {
    return RECEIVERS_AND_ADMIN
        + """
        exporters:
          otlp:
            endpoint: %s
            tls: {insecure: true}
            window: {idle: 500ms, max_age: 2s}
            retry_on_failure: {initial_interval: 100ms, max_interval: 500ms}
          otlphttp:
            traces_endpoint: %s
            window: {idle: 500ms, max_age: 2s}
            retry_on_failure: {initial_interval: 100ms, max_interval: 500ms}
          local: {}
        service:
          drain_timeout: 10s
          pipelines:
            traces: {receivers: [zipkin, otlp], exporters: [otlp, otlphttp, local]}
        """
            .formatted(grpc.grpcEndpoint(), http.httpUri());
  }

  /**
   * Every receiver, and one lane with a short window.
   *
   * @param socket where Datadog's receiver listens too
   */
  static String everyReceiver(FakeTempo backend, Path socket) {
    return """
        receivers:
          zipkin: {endpoint: 127.0.0.1:0}
          otlp: {protocols: {grpc: {endpoint: 127.0.0.1:0}, http: {endpoint: 127.0.0.1:0}}}
          opencensus: {endpoint: 127.0.0.1:0}
          envoy: {endpoint: 127.0.0.1:0}
          cloudtrace: {endpoint: 127.0.0.1:0}
          lightstep: {endpoint: 127.0.0.1:0}
          jaeger: {protocols: {grpc: {endpoint: 127.0.0.1:0}, thrift_http: {endpoint: 127.0.0.1:0}}}
          datadog: {endpoint: 127.0.0.1:0, unix_socket: %s}
          xray: {endpoint: 127.0.0.1:0}
          skywalking: {protocols: {grpc: {endpoint: 127.0.0.1:0}, http: {endpoint: 127.0.0.1:0}}}
        admin:
          health: {endpoint: 127.0.0.1:0}
          api: {endpoint: 127.0.0.1:0}
        exporters:
          otlp:
            endpoint: %s
            tls: {insecure: true}
            window: {idle: 200ms, max_age: 2s}
        service:
          drain_timeout: 10s
          pipelines:
            traces:
              receivers:
                - zipkin
                - otlp
                - opencensus
                - envoy
                - skywalking
                - datadog
                - cloudtrace
                - lightstep
                - jaeger
                - xray
              exporters: [otlp]
        """
        .formatted(socket, backend.grpcEndpoint());
  }
}
