package dev.ichnos.semconv;

/** Keys of the OpenTelemetry semantic conventions 1.44 (open-telemetry/semantic-conventions). */
public final class OtelKeys {
  public static final String SERVICE_NAME = "service.name";
  public static final String SERVICE_NAMESPACE = "service.namespace";
  public static final String SERVICE_INSTANCE_ID = "service.instance.id";
  public static final String HOST_NAME = "host.name";
  public static final String PROCESS_PID = "process.pid";

  /** ISO 8601. */
  public static final String PROCESS_CREATION_TIME = "process.creation.time";

  public static final String TELEMETRY_SDK_NAME = "telemetry.sdk.name";
  public static final String TELEMETRY_SDK_LANGUAGE = "telemetry.sdk.language";
  public static final String TELEMETRY_SDK_VERSION = "telemetry.sdk.version";

  /** Deprecated in 1.44 in favour of {@code service.peer.name}; Tempo still reads it. */
  public static final String PEER_SERVICE = "peer.service";

  public static final String NETWORK_LOCAL_ADDRESS = "network.local.address";
  public static final String NETWORK_LOCAL_PORT = "network.local.port";
  public static final String NETWORK_PEER_ADDRESS = "network.peer.address";
  public static final String NETWORK_PEER_PORT = "network.peer.port";

  public static final String SERVICE_VERSION = "service.version";

  /** The newer name of {@link #PEER_SERVICE}. */
  public static final String SERVICE_PEER_NAME = "service.peer.name";

  public static final String SERVICE_PEER_NAMESPACE = "service.peer.namespace";

  public static final String DEPLOYMENT_ENVIRONMENT_NAME = "deployment.environment.name";

  /** Deprecated in favour of {@link #DEPLOYMENT_ENVIRONMENT_NAME}. */
  public static final String DEPLOYMENT_ENVIRONMENT = "deployment.environment";

  public static final String HTTP_REQUEST_METHOD = "http.request.method";
  public static final String HTTP_RESPONSE_STATUS_CODE = "http.response.status_code";
  public static final String HTTP_REQUEST_BODY_SIZE = "http.request.body.size";
  public static final String HTTP_RESPONSE_BODY_SIZE = "http.response.body.size";
  public static final String HTTP_ROUTE = "http.route";

  /** Deprecated in favour of {@link #HTTP_REQUEST_METHOD}; Envoy's tag. */
  public static final String HTTP_METHOD = "http.method";

  /** Deprecated in favour of {@link #HTTP_RESPONSE_STATUS_CODE}; Envoy's tag. */
  public static final String HTTP_STATUS_CODE = "http.status_code";

  /** Deprecated in favour of {@link #URL_FULL}; Envoy's tag. */
  public static final String HTTP_URL = "http.url";

  /** With the header's name behind it, in lower case. */
  public static final String HTTP_REQUEST_HEADER = "http.request.header.";

  /** With the header's name behind it, in lower case. */
  public static final String HTTP_RESPONSE_HEADER = "http.response.header.";

  /** The method as it was sent, where {@link #HTTP_REQUEST_METHOD} is not. */
  public static final String HTTP_REQUEST_METHOD_ORIGINAL = "http.request.method_original";

  public static final String HTTP_REQUEST_RESEND_COUNT = "http.request.resend_count";

  public static final String URL_FULL = "url.full";
  public static final String URL_SCHEME = "url.scheme";
  public static final String URL_PATH = "url.path";
  public static final String URL_QUERY = "url.query";

  /** Deprecated in favour of {@link #URL_PATH} and {@link #URL_QUERY}. */
  public static final String HTTP_TARGET = "http.target";

  public static final String URL_TEMPLATE = "url.template";
  public static final String USER_AGENT_ORIGINAL = "user_agent.original";
  public static final String CLIENT_ADDRESS = "client.address";
  public static final String SERVER_ADDRESS = "server.address";
  public static final String SERVER_PORT = "server.port";
  public static final String NETWORK_TRANSPORT = "network.transport";
  public static final String NETWORK_PROTOCOL_NAME = "network.protocol.name";
  public static final String NETWORK_PROTOCOL_VERSION = "network.protocol.version";

  public static final String DB_SYSTEM_NAME = "db.system.name";
  public static final String DB_SYSTEM = "db.system";
  public static final String DB_QUERY_TEXT = "db.query.text";
  public static final String DB_STATEMENT = "db.statement";

  public static final String MESSAGING_SYSTEM = "messaging.system";
  public static final String MESSAGING_OPERATION = "messaging.operation";
  public static final String MESSAGING_OPERATION_TYPE = "messaging.operation.type";
  public static final String MESSAGING_OPERATION_NAME = "messaging.operation.name";
  public static final String MESSAGING_DESTINATION = "messaging.destination";
  public static final String MESSAGING_DESTINATION_NAME = "messaging.destination.name";

  public static final String RPC_SYSTEM_NAME = "rpc.system.name";
  public static final String RPC_SYSTEM = "rpc.system";
  public static final String RPC_SERVICE = "rpc.service";
  public static final String RPC_METHOD = "rpc.method";

  /** Deprecated in favour of {@link #RPC_RESPONSE_STATUS_CODE}; a number. */
  public static final String RPC_GRPC_STATUS_CODE = "rpc.grpc.status_code";

  /** The name of the code, such as {@code UNAVAILABLE}. */
  public static final String RPC_RESPONSE_STATUS_CODE = "rpc.response.status_code";

  /** The name of an event that tells of a message of a call. */
  public static final String RPC_MESSAGE = "rpc.message";

  /** {@code SENT} or {@code RECEIVED}. */
  public static final String RPC_MESSAGE_TYPE = "rpc.message.type";

  public static final String RPC_MESSAGE_ID = "rpc.message.id";
  public static final String RPC_MESSAGE_UNCOMPRESSED_SIZE = "rpc.message.uncompressed_size";
  public static final String RPC_MESSAGE_COMPRESSED_SIZE = "rpc.message.compressed_size";

  /** Where in the code the span began, one frame a line. */
  public static final String CODE_STACKTRACE = "code.stacktrace";

  public static final String FAAS_INVOKED_PROVIDER = "faas.invoked_provider";
  public static final String FAAS_INVOKED_NAME = "faas.invoked_name";
  public static final String FAAS_TRIGGER = "faas.trigger";
  public static final String GRAPHQL_OPERATION_TYPE = "graphql.operation.type";
  public static final String GRAPHQL_OPERATION_NAME = "graphql.operation.name";
  public static final String GEN_AI_PREFIX = "gen_ai.";

  public static final String ERROR_TYPE = "error.type";

  /** The name of an event that tells of an exception. */
  public static final String EXCEPTION = "exception";

  public static final String EXCEPTION_TYPE = "exception.type";
  public static final String EXCEPTION_MESSAGE = "exception.message";
  public static final String EXCEPTION_STACKTRACE = "exception.stacktrace";

  /** In formats without scopes. */
  public static final String SCOPE_NAME = "otel.scope.name";

  /** In formats without scopes. */
  public static final String SCOPE_VERSION = "otel.scope.version";

  /** Deprecated in favour of {@link #SCOPE_NAME}. */
  public static final String LIBRARY_NAME = "otel.library.name";

  /** Deprecated in favour of {@link #SCOPE_VERSION}. */
  public static final String LIBRARY_VERSION = "otel.library.version";

  public static final String CONTAINER_ID = "container.id";
  public static final String K8S_CONTAINER_NAME = "k8s.container.name";
  public static final String K8S_NODE_NAME = "k8s.node.name";
  public static final String K8S_CLUSTER_NAME = "k8s.cluster.name";
  public static final String K8S_NAMESPACE_NAME = "k8s.namespace.name";
  public static final String K8S_POD_NAME = "k8s.pod.name";
  public static final String K8S_POD_UID = "k8s.pod.uid";
  public static final String K8S_POD_IP = "k8s.pod.ip";
  public static final String K8S_REPLICASET_NAME = "k8s.replicaset.name";
  public static final String K8S_DEPLOYMENT_NAME = "k8s.deployment.name";
  public static final String K8S_STATEFULSET_NAME = "k8s.statefulset.name";
  public static final String K8S_DAEMONSET_NAME = "k8s.daemonset.name";
  public static final String K8S_JOB_NAME = "k8s.job.name";
  public static final String K8S_CRONJOB_NAME = "k8s.cronjob.name";
  public static final String PROCESS_RUNTIME_NAME = "process.runtime.name";
  public static final String PROCESS_RUNTIME_VERSION = "process.runtime.version";
  public static final String CLOUD_PROVIDER = "cloud.provider";
  public static final String CLOUD_ACCOUNT_ID = "cloud.account.id";
  public static final String CLOUD_REGION = "cloud.region";
  public static final String CLOUD_AVAILABILITY_ZONE = "cloud.availability_zone";

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

  /** In formats without these counts. */
  public static final String DROPPED_ATTRIBUTES_COUNT = "otel.dropped_attributes_count";

  /** In formats without these counts. */
  public static final String DROPPED_EVENTS_COUNT = "otel.dropped_events_count";

  /** In formats without these counts. */
  public static final String DROPPED_LINKS_COUNT = "otel.dropped_links_count";

  /** In formats without a tracestate; the OpenTelemetry Collector's name for it. */
  public static final String W3C_TRACESTATE = "w3c.tracestate";

  /** On a link: {@code child_of} or {@code follows_from}. */
  public static final String OPENTRACING_REF_TYPE = "opentracing.ref_type";

  private OtelKeys() {}
}
