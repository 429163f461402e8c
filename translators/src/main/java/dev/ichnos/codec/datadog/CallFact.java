package dev.ichnos.codec.datadog;

import dev.ichnos.semconv.DatadogKeys;
import dev.ichnos.semconv.EnvoyKeys;
import dev.ichnos.semconv.OtelKeys;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a key of an attribute can say of a call; see {@link CallFacts}. */
enum CallFact {
  OPERATION_NAME(DatadogKeys.OPERATION_NAME),
  RESOURCE_NAME(DatadogKeys.RESOURCE_NAME),
  SPAN_TYPE(DatadogKeys.SPAN_TYPE),
  SAMPLING_PRIORITY(DatadogKeys.SAMPLING_PRIORITY, DatadogKeys.SAMPLING_PRIORITY_V1),
  COMPONENT(EnvoyKeys.COMPONENT),
  PEER_SERVICE(OtelKeys.PEER_SERVICE),
  SERVICE_PEER(OtelKeys.SERVICE_PEER_NAME),
  HTTP_METHOD(OtelKeys.HTTP_REQUEST_METHOD),
  HTTP_METHOD_LEGACY(OtelKeys.HTTP_METHOD),
  HTTP_ROUTE(OtelKeys.HTTP_ROUTE),
  URL_TEMPLATE(OtelKeys.URL_TEMPLATE),
  URL_FULL(OtelKeys.URL_FULL, OtelKeys.HTTP_URL),
  HTTP_STATUS(OtelKeys.HTTP_RESPONSE_STATUS_CODE, OtelKeys.HTTP_STATUS_CODE),
  DB_SYSTEM(OtelKeys.DB_SYSTEM_NAME),
  DB_SYSTEM_LEGACY(OtelKeys.DB_SYSTEM),
  DB_TEXT(OtelKeys.DB_QUERY_TEXT),
  DB_TEXT_LEGACY(OtelKeys.DB_STATEMENT),
  MESSAGING_SYSTEM(OtelKeys.MESSAGING_SYSTEM),
  MESSAGING_OPERATION(OtelKeys.MESSAGING_OPERATION),
  MESSAGING_OPERATION_TYPE(OtelKeys.MESSAGING_OPERATION_TYPE),
  MESSAGING_OPERATION_NAME(OtelKeys.MESSAGING_OPERATION_NAME),
  MESSAGING_DESTINATION(OtelKeys.MESSAGING_DESTINATION_NAME),
  MESSAGING_DESTINATION_LEGACY(OtelKeys.MESSAGING_DESTINATION),
  RPC_SYSTEM(OtelKeys.RPC_SYSTEM_NAME),
  RPC_SYSTEM_LEGACY(OtelKeys.RPC_SYSTEM),
  RPC_SERVICE(OtelKeys.RPC_SERVICE),
  RPC_METHOD(OtelKeys.RPC_METHOD),
  FAAS_PROVIDER(OtelKeys.FAAS_INVOKED_PROVIDER),
  FAAS_NAME(OtelKeys.FAAS_INVOKED_NAME),
  FAAS_TRIGGER(OtelKeys.FAAS_TRIGGER),
  GRAPHQL_TYPE(OtelKeys.GRAPHQL_OPERATION_TYPE),
  GRAPHQL_NAME(OtelKeys.GRAPHQL_OPERATION_NAME),
  PROTOCOL_NAME(OtelKeys.NETWORK_PROTOCOL_NAME);

  private static final Map<String, CallFact> BY_KEY = new HashMap<>();

  static {
    for (CallFact fact : values()) {
      BY_KEY.put(fact.key, fact);
      BY_KEY.put(fact.otherKey, fact);
    }
  }

  private final String key;
  private final String otherKey;

  CallFact(String key) {
    this(key, key);
  }

  CallFact(String key, String otherKey) {
    this.key = key;
    this.otherKey = otherKey;
  }

  /** What an attribute of this key says; null if nothing of its call. */
  static @Nullable CallFact of(String key) {
    return BY_KEY.get(key);
  }
}
