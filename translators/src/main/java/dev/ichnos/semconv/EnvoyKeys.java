package dev.ichnos.semconv;

/** Tags that Envoy's tracers write (envoyproxy/envoy source/common/tracing, 1.12 to 1.38). */
public final class EnvoyKeys {
  /** {@code sidecar|router|waypoint|ztunnel~ip~pod.namespace~domain}. */
  public static final String NODE_ID = "node_id";

  /** What made the span: {@link #PROXY} on Envoy's own. */
  public static final String COMPONENT = "component";

  /** The value of {@link #COMPONENT} on spans of a proxy. */
  public static final String PROXY = "proxy";

  /** The request's id, on the span that took the request. */
  public static final String REQUEST_ID = "guid:x-request-id";

  /** The caller's cluster or {@code -}, on the span that took the request. */
  public static final String DOWNSTREAM_CLUSTER = "downstream_cluster";

  /** On the span that took the request. */
  public static final String USER_AGENT = "user_agent";

  private EnvoyKeys() {}
}
