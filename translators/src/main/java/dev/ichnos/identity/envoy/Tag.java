package dev.ichnos.identity.envoy;

import dev.ichnos.semconv.DatadogKeys;
import dev.ichnos.semconv.EnvoyKeys;
import dev.ichnos.semconv.IchnosKeys;
import dev.ichnos.semconv.IstioKeys;
import dev.ichnos.semconv.OpenCensusKeys;
import dev.ichnos.semconv.OtelKeys;
import dev.ichnos.semconv.SkyWalkingKeys;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Every attribute that is read or written here; all others are user data and pass untouched. */
enum Tag {
  // Numbers, or texts of numbers.
  HTTP_STATUS_CODE(OtelKeys.HTTP_STATUS_CODE),
  REQUEST_SIZE(EnvoyKeys.REQUEST_SIZE),
  RESPONSE_SIZE(EnvoyKeys.RESPONSE_SIZE),
  RETRY_COUNT(EnvoyKeys.RETRY_COUNT),
  GRPC_STATUS_CODE(EnvoyKeys.GRPC_STATUS_CODE),
  ERROR(EnvoyKeys.ERROR),
  SKYWALKING_COMPONENT(SkyWalkingKeys.COMPONENT_ID),
  SKYWALKING_SPAN(SkyWalkingKeys.SPAN_ID),
  HTTP_RESPONSE_STATUS_CODE(OtelKeys.HTTP_RESPONSE_STATUS_CODE),
  HTTP_REQUEST_BODY_SIZE(OtelKeys.HTTP_REQUEST_BODY_SIZE),
  HTTP_RESPONSE_BODY_SIZE(OtelKeys.HTTP_RESPONSE_BODY_SIZE),
  HTTP_REQUEST_RESEND_COUNT(OtelKeys.HTTP_REQUEST_RESEND_COUNT),
  NETWORK_PEER_PORT(OtelKeys.NETWORK_PEER_PORT),
  SERVER_PORT(OtelKeys.SERVER_PORT),
  RPC_GRPC_STATUS_CODE(OtelKeys.RPC_GRPC_STATUS_CODE),

  // As proxies and their tracers write them.
  COMPONENT(EnvoyKeys.COMPONENT),
  NODE_ID(EnvoyKeys.NODE_ID),
  UPSTREAM_CLUSTER(EnvoyKeys.UPSTREAM_CLUSTER),
  UPSTREAM_CLUSTER_NAME(EnvoyKeys.UPSTREAM_CLUSTER_NAME),
  UPSTREAM_ADDRESS(EnvoyKeys.UPSTREAM_ADDRESS),
  PEER_ADDRESS(EnvoyKeys.PEER_ADDRESS),
  DOWNSTREAM_CLUSTER(EnvoyKeys.DOWNSTREAM_CLUSTER),
  HTTP_METHOD(OtelKeys.HTTP_METHOD),
  HTTP_URL(OtelKeys.HTTP_URL),
  HTTP_PROTOCOL(EnvoyKeys.HTTP_PROTOCOL),
  USER_AGENT(EnvoyKeys.USER_AGENT),
  REQUEST_ID(EnvoyKeys.REQUEST_ID),
  RESPONSE_FLAGS(EnvoyKeys.RESPONSE_FLAGS),
  ERROR_REASON(EnvoyKeys.ERROR_REASON),
  GRPC_PATH(EnvoyKeys.GRPC_PATH),
  GRPC_MESSAGE(EnvoyKeys.GRPC_MESSAGE),
  GRPC_AUTHORITY(EnvoyKeys.GRPC_AUTHORITY),
  GRPC_CONTENT_TYPE(EnvoyKeys.GRPC_CONTENT_TYPE),
  OPERATION_NAME(OpenCensusKeys.OPERATION_NAME),
  DATADOG_OPERATION(DatadogKeys.OPERATION_NAME),
  DATADOG_RESOURCE(DatadogKeys.RESOURCE_NAME),
  FORWARDED_FOR("x-forwarded-for"),
  FORWARDED_FOR_HEADER(OtelKeys.HTTP_REQUEST_HEADER + "x-forwarded-for"),
  SOURCE_CANONICAL_SERVICE(IstioKeys.SOURCE_CANONICAL_SERVICE),
  SOURCE_APP(IstioKeys.SOURCE_APP),
  SOURCE_WORKLOAD(IstioKeys.SOURCE_WORKLOAD),
  SOURCE_NAMESPACE(IstioKeys.SOURCE_NAMESPACE),
  DESTINATION_CANONICAL_SERVICE(IstioKeys.DESTINATION_CANONICAL_SERVICE),
  DESTINATION_APP(IstioKeys.DESTINATION_APP),
  DESTINATION_WORKLOAD(IstioKeys.DESTINATION_WORKLOAD),
  DESTINATION_NAMESPACE(IstioKeys.DESTINATION_NAMESPACE),

  // In the conventions' names; the newest proxies write some of these themselves.
  HTTP_REQUEST_METHOD(OtelKeys.HTTP_REQUEST_METHOD),
  HTTP_REQUEST_METHOD_ORIGINAL(OtelKeys.HTTP_REQUEST_METHOD_ORIGINAL),
  HTTP_REQUEST_ID_HEADER(OtelKeys.HTTP_REQUEST_HEADER + "x-request-id"),
  HTTP_ROUTE(OtelKeys.HTTP_ROUTE),
  USER_AGENT_ORIGINAL(OtelKeys.USER_AGENT_ORIGINAL),
  NETWORK_PROTOCOL_NAME(OtelKeys.NETWORK_PROTOCOL_NAME),
  NETWORK_PROTOCOL_VERSION(OtelKeys.NETWORK_PROTOCOL_VERSION),
  NETWORK_PEER_ADDRESS(OtelKeys.NETWORK_PEER_ADDRESS),
  NETWORK_TRANSPORT(OtelKeys.NETWORK_TRANSPORT),
  URL_FULL(OtelKeys.URL_FULL),
  URL_SCHEME(OtelKeys.URL_SCHEME),
  URL_PATH(OtelKeys.URL_PATH),
  URL_QUERY(OtelKeys.URL_QUERY),
  URL_TRUNCATED(IchnosKeys.URL_TRUNCATED),
  SERVER_ADDRESS(OtelKeys.SERVER_ADDRESS),
  CLIENT_ADDRESS(OtelKeys.CLIENT_ADDRESS),
  PEER_SERVICE(OtelKeys.PEER_SERVICE),
  SERVICE_PEER_NAME(OtelKeys.SERVICE_PEER_NAME),
  SERVICE_PEER_NAMESPACE(OtelKeys.SERVICE_PEER_NAMESPACE),
  DESTINATION_SUBSET(IstioKeys.DESTINATION_SUBSET),
  RPC_SYSTEM(OtelKeys.RPC_SYSTEM),
  RPC_SERVICE(OtelKeys.RPC_SERVICE),
  RPC_METHOD(OtelKeys.RPC_METHOD),
  RPC_RESPONSE_STATUS_CODE(OtelKeys.RPC_RESPONSE_STATUS_CODE),
  ERROR_TYPE(OtelKeys.ERROR_TYPE),
  ENVOY_RESPONSE_FLAGS(EnvoyKeys.ENVOY_RESPONSE_FLAGS),
  ENVOY_OPERATION(EnvoyKeys.ENVOY_OPERATION),
  ORIGINAL_KIND(IchnosKeys.ORIGINAL_KIND);

  private static final Map<String, Tag> BY_KEY =
      Arrays.stream(values()).collect(Collectors.toMap(tag -> tag.key, Function.identity()));

  /** How many there are. */
  static final int COUNT = values().length;

  final String key;

  Tag(String key) {
    this.key = key;
  }

  /** The tag of this key; null if it means nothing here. */
  static @Nullable Tag of(String key) {
    return BY_KEY.get(key);
  }
}
