package dev.ichnos.semconv;

/** Tags that Envoy's tracers write (envoyproxy/envoy source/common/tracing, 1.12 to 1.38). */
public final class EnvoyKeys {
  /** {@code sidecar|router|waypoint|ztunnel~ip~pod.namespace~domain}. */
  public static final String NODE_ID = "node_id";

  /** What made the span: {@link #PROXY} on Envoy's own. */
  public static final String COMPONENT = "component";

  /** The value of {@link #COMPONENT} on spans of a proxy. */
  public static final String PROXY = "proxy";

  /** The cluster that the request was sent to. */
  public static final String UPSTREAM_CLUSTER = "upstream_cluster";

  /** The span's name as Envoy wrote it, where a rule gave another. */
  public static final String OPERATION = "envoy.operation";

  private EnvoyKeys() {}
}
