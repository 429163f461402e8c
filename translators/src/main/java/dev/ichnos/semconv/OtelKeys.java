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

  private OtelKeys() {}
}
