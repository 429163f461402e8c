package dev.ichnos.semconv;

/** Tags that Envoy's tracers write (envoyproxy/envoy source/common/tracing, 1.12 to 1.38). */
public final class EnvoyKeys {
  /** {@code sidecar|router|waypoint|ztunnel~ip~pod.namespace~domain}. */
  public static final String NODE_ID = "node_id";

  /** The locality's zone of the proxy. */
  public static final String ZONE = "zone";

  /** Where a request went: {@code direction|port|subset|host}, as Istio names its clusters. */
  public static final String UPSTREAM_CLUSTER = "upstream_cluster";

  /** The path of a gRPC call, {@code /package.Service/Method}. */
  public static final String GRPC_PATH = "grpc.path";

  /** The authority of a gRPC call. */
  public static final String GRPC_AUTHORITY = "grpc.authority";

  /** What made the span: {@link #PROXY} on Envoy's own. */
  public static final String COMPONENT = "component";

  /** The value of {@link #COMPONENT} on spans of a proxy. */
  public static final String PROXY = "proxy";

  /** The name under which statistics of that cluster are kept, since 1.17. */
  public static final String UPSTREAM_CLUSTER_NAME = "upstream_cluster.name";

  /** {@code ip:port} of the host that the request went to. */
  public static final String UPSTREAM_ADDRESS = "upstream_address";

  /** The other side: of the caller mostly, of the host called on spans made for one attempt. */
  public static final String PEER_ADDRESS = "peer.address";

  /** The caller's service as it says itself, or {@code -}. */
  public static final String DOWNSTREAM_CLUSTER = "downstream_cluster";

  /** {@code HTTP/1.1}, {@code HTTP/2}, ..., or {@code -}. */
  public static final String HTTP_PROTOCOL = "http.protocol";

  public static final String USER_AGENT = "user_agent";
  public static final String REQUEST_SIZE = "request_size";
  public static final String RESPONSE_SIZE = "response_size";
  public static final String REQUEST_ID = "guid:x-request-id";

  /** Why the proxy answered as it did, short codes with commas between, or {@code -}. */
  public static final String RESPONSE_FLAGS = "response_flags";

  /** {@code true} where the proxy calls the request failed. */
  public static final String ERROR = "error";

  public static final String ERROR_REASON = "error.reason";
  public static final String RETRY_COUNT = "retry.count";
  public static final String GRPC_STATUS_CODE = "grpc.status_code";

  /** Percent-encoded, as in the header. */
  public static final String GRPC_MESSAGE = "grpc.message";

  public static final String GRPC_CONTENT_TYPE = "grpc.content_type";

  /** Ours: {@link #RESPONSE_FLAGS} under a name that says whose they are. */
  public static final String ENVOY_RESPONSE_FLAGS = "envoy.response_flags";

  /** Ours: the span's name as the proxy gave it, where a rule gave another. */
  public static final String ENVOY_OPERATION = "envoy.operation";

  private EnvoyKeys() {}
}
