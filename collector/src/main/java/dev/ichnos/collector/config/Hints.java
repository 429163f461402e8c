package dev.ichnos.collector.config;

import java.util.Map;
import java.util.Optional;

/** What to use in place of keys and components that users bring along from other collectors. */
final class Hints {
  private static final Map<String, String> KEYS =
      Map.of(
          "auth",
          "(only listeners have it; expected: headers towards backends)",
          "authenticator",
          "(Ichnos has no extensions; expected: bearer or basic)",
          "cors",
          "(only zipkin and otlp's http take spans from browsers; expected: no such key)",
          "include_metadata",
          "(Ichnos keeps what it needs of a request by itself; expected: tenant_header and"
              + " trust_forwarded of the receiver)",
          "use_insecure",
          "(expected: tls.insecure)",
          "trace",
          "(expected: its keys one level up: endpoint, tls.insecure, grpc_pool_size)",
          "impersonate",
          "(expected: credentials, a file of type impersonated_service_account)",
          "connectors",
          "(Ichnos has none; expected: service.pipelines with receivers and exporters)");

  private static final Map<String, String> PROCESSORS =
      Map.of(
          "groupbytrace",
          "exporters.<id>.window, which groups by trace",
          "redaction",
          "identity, which redacts secrets at acceptance",
          "k8sattributes",
          "identity, which reads service, pod and node from the spans of the mesh",
          "resourcedetection",
          "identity, which reads service, pod and node from the spans of the mesh");

  private Hints() {}

  /** For a key that nobody asked for. */
  static Optional<String> of(String key) {
    return Optional.ofNullable(KEYS.get(key));
  }

  /** For a processor of this type. */
  static String processor(String type) {
    return PROCESSORS.getOrDefault(
        type, "an OpenTelemetry Collector behind the otlp exporter, for what it does");
  }
}
