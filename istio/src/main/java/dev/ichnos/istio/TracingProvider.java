package dev.ichnos.istio;

import java.util.Set;

/** What all kinds of tracing provider have in common. */
public sealed interface TracingProvider permits ZipkinProvider, OpenTelemetryProvider {
  /** {@code [namespace/]host}, as {@link ServiceAddress} reads it. */
  String service();

  /** 1 to 65535. */
  int port();

  /** The longest path recorded in a span, in characters; 0 leaves Istio's default, 256. */
  int maxTagLength();

  /**
   * Whether proxies report over gRPC. The service's port must then say so by name or {@code
   * appProtocol}, or Envoy speaks HTTP/1.1 to it and every report fails.
   */
  boolean overGrpc();

  /**
   * The trace headers, in lower case, of the families that this kind's own tracer writes into
   * requests. Captured as a tag, such a header shows the tracer's own context, and is no evidence
   * of what the application sent.
   */
  Set<String> ownHeaders();
}
