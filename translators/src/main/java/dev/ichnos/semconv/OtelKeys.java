package dev.ichnos.semconv;

/** Keys of the OpenTelemetry semantic conventions 1.44 (open-telemetry/semantic-conventions). */
public final class OtelKeys {
  public static final String SERVICE_NAME = "service.name";
  public static final String SERVICE_NAMESPACE = "service.namespace";
  public static final String SERVICE_INSTANCE_ID = "service.instance.id";
  public static final String HOST_NAME = "host.name";

  /** Deprecated in 1.44 in favour of {@code service.peer.name}; Tempo still reads it. */
  public static final String PEER_SERVICE = "peer.service";

  public static final String NETWORK_LOCAL_ADDRESS = "network.local.address";
  public static final String NETWORK_LOCAL_PORT = "network.local.port";
  public static final String NETWORK_PEER_ADDRESS = "network.peer.address";
  public static final String NETWORK_PEER_PORT = "network.peer.port";

  public static final String SERVER_ADDRESS = "server.address";
  public static final String DB_NAMESPACE = "db.namespace";

  /** Deprecated: what {@code server.address} was called on CLIENT spans up to 1.20. */
  public static final String NET_PEER_NAME = "net.peer.name";

  /** Deprecated: 1.21 only. */
  public static final String SERVER_SOCKET_DOMAIN = "server.socket.domain";

  /** Deprecated: up to 1.20. */
  public static final String NET_SOCK_PEER_NAME = "net.sock.peer.name";

  /** OpenTracing's, which had no other name for it. */
  public static final String PEER_HOSTNAME = "peer.hostname";

  /** Deprecated in favour of {@code db.namespace}. */
  public static final String DB_NAME = "db.name";

  /** In formats without a status: {@code OK} or {@code ERROR}. */
  public static final String STATUS_CODE = "otel.status_code";

  /** In formats without a status: its message. */
  public static final String STATUS_DESCRIPTION = "otel.status_description";

  /** In formats without scopes. */
  public static final String SCOPE_NAME = "otel.scope.name";

  /** In formats without scopes. */
  public static final String SCOPE_VERSION = "otel.scope.version";

  /** In formats without these counts. */
  public static final String DROPPED_ATTRIBUTES_COUNT = "otel.dropped_attributes_count";

  /** In formats without these counts. */
  public static final String DROPPED_EVENTS_COUNT = "otel.dropped_events_count";

  /** In formats without these counts. */
  public static final String DROPPED_LINKS_COUNT = "otel.dropped_links_count";

  /** In formats without a tracestate; the OpenTelemetry Collector's name for it. */
  public static final String W3C_TRACESTATE = "w3c.tracestate";

  private OtelKeys() {}
}
