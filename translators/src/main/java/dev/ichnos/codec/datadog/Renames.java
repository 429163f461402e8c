package dev.ichnos.codec.datadog;

import dev.ichnos.semconv.DatadogKeys;
import dev.ichnos.semconv.OtelKeys;

/**
 * The tags that Datadog has names of its own for (datadog-agent pkg/trace/transform, {@code
 * HTTPMappings}). Those that a span of another kind of call may carry too are renamed for HTTP
 * only: a database's address is no HTTP server.
 */
final class Renames {
  private Renames() {}

  /** The tag of an attribute; its own key for most. */
  static String tagOf(String key, boolean http) {
    return switch (key) {
      case OtelKeys.SERVICE_VERSION -> DatadogKeys.VERSION;
      case OtelKeys.DEPLOYMENT_ENVIRONMENT_NAME, OtelKeys.DEPLOYMENT_ENVIRONMENT -> DatadogKeys.ENV;
      case OtelKeys.HTTP_REQUEST_METHOD -> OtelKeys.HTTP_METHOD;
      case OtelKeys.HTTP_REQUEST_BODY_SIZE -> DatadogKeys.HTTP_REQUEST_LENGTH;
      case OtelKeys.HTTP_RESPONSE_BODY_SIZE -> DatadogKeys.HTTP_RESPONSE_LENGTH;
      case OtelKeys.URL_FULL -> OtelKeys.HTTP_URL;
      case OtelKeys.USER_AGENT_ORIGINAL -> DatadogKeys.HTTP_USER_AGENT;
      case OtelKeys.CLIENT_ADDRESS -> http ? DatadogKeys.HTTP_CLIENT_IP : key;
      case OtelKeys.SERVER_ADDRESS -> http ? DatadogKeys.HTTP_SERVER_NAME : key;
      case OtelKeys.NETWORK_PROTOCOL_VERSION -> http ? DatadogKeys.HTTP_VERSION : key;
      default -> header(key);
    };
  }

  /** Whether it is a captured header, whose values are a list of texts. */
  static boolean isHeader(String key) {
    return key.startsWith(OtelKeys.HTTP_REQUEST_HEADER)
        || key.startsWith(OtelKeys.HTTP_RESPONSE_HEADER);
  }

  private static String header(String key) {
    if (!isHeader(key)) {
      return key;
    }
    return key.startsWith(OtelKeys.HTTP_REQUEST_HEADER)
        ? DatadogKeys.HTTP_REQUEST_HEADERS + key.substring(OtelKeys.HTTP_REQUEST_HEADER.length())
        : DatadogKeys.HTTP_RESPONSE_HEADERS + key.substring(OtelKeys.HTTP_RESPONSE_HEADER.length());
  }
}
