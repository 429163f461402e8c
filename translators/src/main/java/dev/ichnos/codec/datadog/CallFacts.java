package dev.ichnos.codec.datadog;

import dev.ichnos.model.AttributeList;
import dev.ichnos.model.AttributeVisitor;
import dev.ichnos.model.Attributes;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanKind;
import dev.ichnos.semconv.DatadogKeys;
import dev.ichnos.semconv.EnvoyKeys;
import dev.ichnos.semconv.OtelKeys;

/**
 * What the attributes of a span say about its call, in stable names or else in legacy ones, read in
 * one pass. Empty means absent. Not thread-safe; used for one span after the other.
 */
final class CallFacts implements AttributeVisitor {
  static final long NO_NUMBER = Long.MIN_VALUE;

  String operationName = "";
  String resourceName = "";
  String spanType = "";
  String component = "";
  String peerService = "";
  String servicePeer = "";
  String httpMethod = "";
  String httpRoute = "";
  String urlTemplate = "";
  String dbSystem = "";
  String dbText = "";
  String messagingSystem = "";
  String messagingOperation = "";
  String messagingDestination = "";
  String rpcSystem = "";
  String rpcService = "";
  String rpcMethod = "";
  String faasProvider = "";
  String faasName = "";
  String faasTrigger = "";
  String graphqlType = "";
  String graphqlName = "";
  String protocolName = "";
  boolean genAi;
  boolean urlFull;
  boolean statusStated;

  /** {@link #NO_NUMBER} when absent, or no number. */
  long httpStatus;

  /** {@link #NO_NUMBER} when absent, or no number. */
  long samplingPriority;

  private int messagingOperationRank;

  /** Forgets the span before and reads this one. */
  void read(Span span) {
    clear();
    span.attributes().forEach(this);
  }

  /** The service that was called; of a span that answers only by the name that means no other. */
  String peerService(SpanKind kind) {
    boolean answers = kind == SpanKind.SERVER || kind == SpanKind.CONSUMER;
    return answers ? peerService : either(peerService, servicePeer);
  }

  /** Whether a proxy made the span. */
  boolean isProxy() {
    return component.equals(EnvoyKeys.PROXY);
  }

  boolean isHttp() {
    return !httpMethod.isEmpty() || urlFull;
  }

  private void clear() {
    operationName = resourceName = spanType = component = peerService = servicePeer = "";
    httpMethod = httpRoute = urlTemplate = "";
    dbSystem = dbText = "";
    messagingSystem = messagingOperation = messagingDestination = "";
    rpcSystem = rpcService = rpcMethod = "";
    faasProvider = faasName = faasTrigger = "";
    graphqlType = graphqlName = protocolName = "";
    genAi = urlFull = statusStated = false;
    httpStatus = samplingPriority = NO_NUMBER;
    messagingOperationRank = 0;
  }

  @Override
  public void stringValue(String key, String value) {
    switch (key) {
      case DatadogKeys.OPERATION_NAME -> operationName = value;
      case DatadogKeys.RESOURCE_NAME -> resourceName = value;
      case DatadogKeys.SPAN_TYPE -> spanType = value;
      case DatadogKeys.SAMPLING_PRIORITY, DatadogKeys.SAMPLING_PRIORITY_V1 ->
          samplingPriority = number(value);
      case EnvoyKeys.COMPONENT -> component = value;
      case OtelKeys.PEER_SERVICE -> peerService = value;
      case OtelKeys.SERVICE_PEER_NAME -> servicePeer = value;
      case OtelKeys.HTTP_REQUEST_METHOD -> httpMethod = value;
      case OtelKeys.HTTP_METHOD -> httpMethod = either(httpMethod, value);
      case OtelKeys.HTTP_ROUTE -> httpRoute = value;
      case OtelKeys.URL_TEMPLATE -> urlTemplate = value;
      case OtelKeys.URL_FULL, OtelKeys.HTTP_URL -> urlFull = true;
      case OtelKeys.HTTP_RESPONSE_STATUS_CODE, OtelKeys.HTTP_STATUS_CODE -> status(number(value));
      case OtelKeys.DB_SYSTEM_NAME -> dbSystem = value;
      case OtelKeys.DB_SYSTEM -> dbSystem = either(dbSystem, value);
      case OtelKeys.DB_QUERY_TEXT -> dbText = value;
      case OtelKeys.DB_STATEMENT -> dbText = either(dbText, value);
      case OtelKeys.MESSAGING_SYSTEM -> messagingSystem = value;
      case OtelKeys.MESSAGING_OPERATION -> messagingOperation(value, 3);
      case OtelKeys.MESSAGING_OPERATION_TYPE -> messagingOperation(value, 2);
      case OtelKeys.MESSAGING_OPERATION_NAME -> messagingOperation(value, 1);
      case OtelKeys.MESSAGING_DESTINATION_NAME -> messagingDestination = value;
      case OtelKeys.MESSAGING_DESTINATION ->
          messagingDestination = either(messagingDestination, value);
      case OtelKeys.RPC_SYSTEM_NAME -> rpcSystem = value;
      case OtelKeys.RPC_SYSTEM -> rpcSystem = either(rpcSystem, value);
      case OtelKeys.RPC_SERVICE -> rpcService = value;
      case OtelKeys.RPC_METHOD -> rpcMethod = value;
      case OtelKeys.FAAS_INVOKED_PROVIDER -> faasProvider = value;
      case OtelKeys.FAAS_INVOKED_NAME -> faasName = value;
      case OtelKeys.FAAS_TRIGGER -> faasTrigger = value;
      case OtelKeys.GRAPHQL_OPERATION_TYPE -> graphqlType = value;
      case OtelKeys.GRAPHQL_OPERATION_NAME -> graphqlName = value;
      case OtelKeys.NETWORK_PROTOCOL_NAME -> protocolName = value;
      default -> other(key);
    }
  }

  @Override
  public void longValue(String key, long value) {
    switch (key) {
      case OtelKeys.HTTP_RESPONSE_STATUS_CODE, OtelKeys.HTTP_STATUS_CODE -> status(value);
      case DatadogKeys.SAMPLING_PRIORITY, DatadogKeys.SAMPLING_PRIORITY_V1 ->
          samplingPriority = value;
      default -> other(key);
    }
  }

  @Override
  public void doubleValue(String key, double value) {
    if (value == Math.rint(value)) {
      longValue(key, (long) value);
    } else {
      other(key);
    }
  }

  @Override
  public void booleanValue(String key, boolean value) {
    other(key);
  }

  @Override
  public void bytesValue(String key, byte[] value) {
    other(key);
  }

  @Override
  public void listValue(String key, AttributeList value) {
    other(key);
  }

  @Override
  public void mapValue(String key, Attributes value) {
    other(key);
  }

  @Override
  public void emptyValue(String key) {
    other(key);
  }

  private void other(String key) {
    genAi |= key.startsWith(OtelKeys.GEN_AI_PREFIX);
  }

  /** A code that is one goes above one that is not; Envoy says 0 where there was no answer. */
  private void status(long code) {
    statusStated = true;
    if (code >= 100 && code < 600) {
      httpStatus = code;
    }
  }

  private void messagingOperation(String value, int rank) {
    if (rank > messagingOperationRank) {
      messagingOperation = value;
      messagingOperationRank = rank;
    }
  }

  private static String either(String first, String second) {
    return first.isEmpty() ? second : first;
  }

  private static long number(String text) {
    if (text.isEmpty() || text.length() > 4) {
      return NO_NUMBER;
    }
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      return NO_NUMBER;
    }
  }
}
