package dev.ichnos.codec.datadog;

import dev.ichnos.model.AttributeList;
import dev.ichnos.model.AttributeVisitor;
import dev.ichnos.model.Attributes;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanKind;
import dev.ichnos.semconv.EnvoyKeys;

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

  /** What the attribute that is read says. */
  private CallFact fact = CallFact.COMPONENT;

  /**
   * Forgets the span before and reads this one.
   *
   * @param order that of the span's attributes
   */
  void read(Span span, TagOrder order) {
    clear();
    genAi = order.genAi;
    Attributes attributes = span.attributes();
    for (int i = 0; i < order.factCount(); i++) {
      int place = order.factPlace(i);
      fact = order.fact(i);
      if (attributes.isStringAt(place)) {
        text(fact, attributes.stringAt(place));
      } else {
        attributes.visit(place, this);
      }
    }
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
    text(fact, value);
  }

  private void text(CallFact said, String value) {
    switch (said) {
      case OPERATION_NAME -> operationName = value;
      case RESOURCE_NAME -> resourceName = value;
      case SPAN_TYPE -> spanType = value;
      case SAMPLING_PRIORITY -> samplingPriority = number(value);
      case COMPONENT -> component = value;
      case PEER_SERVICE -> peerService = value;
      case SERVICE_PEER -> servicePeer = value;
      case HTTP_METHOD -> httpMethod = value;
      case HTTP_METHOD_LEGACY -> httpMethod = either(httpMethod, value);
      case HTTP_ROUTE -> httpRoute = value;
      case URL_TEMPLATE -> urlTemplate = value;
      case URL_FULL -> urlFull = true;
      case HTTP_STATUS -> status(number(value));
      case DB_SYSTEM -> dbSystem = value;
      case DB_SYSTEM_LEGACY -> dbSystem = either(dbSystem, value);
      case DB_TEXT -> dbText = value;
      case DB_TEXT_LEGACY -> dbText = either(dbText, value);
      case MESSAGING_SYSTEM -> messagingSystem = value;
      case MESSAGING_OPERATION -> messagingOperation(value, 3);
      case MESSAGING_OPERATION_TYPE -> messagingOperation(value, 2);
      case MESSAGING_OPERATION_NAME -> messagingOperation(value, 1);
      case MESSAGING_DESTINATION -> messagingDestination = value;
      case MESSAGING_DESTINATION_LEGACY ->
          messagingDestination = either(messagingDestination, value);
      case RPC_SYSTEM -> rpcSystem = value;
      case RPC_SYSTEM_LEGACY -> rpcSystem = either(rpcSystem, value);
      case RPC_SERVICE -> rpcService = value;
      case RPC_METHOD -> rpcMethod = value;
      case FAAS_PROVIDER -> faasProvider = value;
      case FAAS_NAME -> faasName = value;
      case FAAS_TRIGGER -> faasTrigger = value;
      case GRAPHQL_TYPE -> graphqlType = value;
      case GRAPHQL_NAME -> graphqlName = value;
      case PROTOCOL_NAME -> protocolName = value;
    }
  }

  @Override
  public void longValue(String key, long value) {
    if (fact == CallFact.HTTP_STATUS) {
      status(value);
    } else if (fact == CallFact.SAMPLING_PRIORITY) {
      samplingPriority = value;
    }
  }

  @Override
  public void doubleValue(String key, double value) {
    if (value == Math.rint(value)) {
      longValue(key, (long) value);
    }
  }

  @Override
  public void booleanValue(String key, boolean value) {}

  @Override
  public void bytesValue(String key, byte[] value) {}

  @Override
  public void listValue(String key, AttributeList value) {}

  @Override
  public void mapValue(String key, Attributes value) {}

  @Override
  public void emptyValue(String key) {}

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
