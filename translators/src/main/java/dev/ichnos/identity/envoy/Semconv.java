package dev.ichnos.identity.envoy;

/** In which names the tags of proxies are kept that OpenTelemetry's conventions have names for. */
public enum Semconv {
  /** In the conventions' names alone. */
  STABLE,
  /** As Envoy wrote them, and nothing else. */
  LEGACY,
  /** In both. */
  BOTH
}
