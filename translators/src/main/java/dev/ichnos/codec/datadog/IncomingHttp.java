package dev.ichnos.codec.datadog;

import dev.ichnos.codec.wire.KeyCache;
import dev.ichnos.model.AttributeList;
import dev.ichnos.model.SpanKind;
import dev.ichnos.semconv.DatadogKeys;
import dev.ichnos.semconv.OtelKeys;
import java.util.List;

/**
 * The tags of HTTP that Datadog has names of its own for, back to what OpenTelemetry calls them:
 * the reverse of {@link Renames}. Names that others use too ({@code http.method}, {@code http.url})
 * stay.
 */
final class IncomingHttp {
  static final String PREFIX = "http.";

  private String clientIp = "";
  private String serverName = "";
  private String version = "";

  void clear() {
    clientIp = serverName = version = "";
  }

  /** Takes a tag that has another name here; false if it has none. */
  boolean take(String tag, String value, KeyCache keys, IncomingSpan span) {
    switch (tag) {
      case DatadogKeys.HTTP_CLIENT_IP -> clientIp = value;
      case DatadogKeys.HTTP_SERVER_NAME -> serverName = value;
      case DatadogKeys.HTTP_VERSION -> version = value;
      case DatadogKeys.HTTP_USER_AGENT -> span.put(OtelKeys.USER_AGENT_ORIGINAL, value);
      case DatadogKeys.HTTP_REQUEST_LENGTH -> span.put(OtelKeys.HTTP_REQUEST_BODY_SIZE, value);
      case DatadogKeys.HTTP_RESPONSE_LENGTH -> span.put(OtelKeys.HTTP_RESPONSE_BODY_SIZE, value);
      default -> {
        return header(
                tag,
                value,
                DatadogKeys.HTTP_REQUEST_HEADERS,
                OtelKeys.HTTP_REQUEST_HEADER,
                keys,
                span)
            || header(
                tag,
                value,
                DatadogKeys.HTTP_RESPONSE_HEADERS,
                OtelKeys.HTTP_RESPONSE_HEADER,
                keys,
                span);
      }
    }
    return true;
  }

  /** The key of a number. */
  static String numberOf(String tag) {
    return switch (tag) {
      case DatadogKeys.HTTP_REQUEST_LENGTH -> OtelKeys.HTTP_REQUEST_BODY_SIZE;
      case DatadogKeys.HTTP_RESPONSE_LENGTH -> OtelKeys.HTTP_RESPONSE_BODY_SIZE;
      default -> tag;
    };
  }

  private static boolean header(
      String tag, String value, String prefix, String key, KeyCache keys, IncomingSpan span) {
    if (!tag.startsWith(prefix)) {
      return false;
    }
    span.put(
        keys.get(key + tag.substring(prefix.length())), AttributeList.ofStrings(List.of(value)));
    return true;
  }

  /** All tags were read: these have another name on HTTP spans alone. */
  void settle(SpanKind kind, IncomingSpan span) {
    if (clientIp.isEmpty() && serverName.isEmpty() && version.isEmpty()) {
      return;
    }
    boolean http =
        span.has(OtelKeys.HTTP_METHOD)
            || span.has(OtelKeys.HTTP_URL)
            || span.has(OtelKeys.HTTP_REQUEST_METHOD)
            || span.has(OtelKeys.URL_FULL);
    put(http ? OtelKeys.CLIENT_ADDRESS : DatadogKeys.HTTP_CLIENT_IP, clientIp, span);
    put(http ? OtelKeys.NETWORK_PROTOCOL_VERSION : DatadogKeys.HTTP_VERSION, version, span);
    if (!http || !span.has(OtelKeys.SERVER_ADDRESS)) {
      put(http ? OtelKeys.SERVER_ADDRESS : DatadogKeys.HTTP_SERVER_NAME, serverName, span);
    } else if (kind != SpanKind.CLIENT) { // on which the encoder writes both
      put(DatadogKeys.HTTP_SERVER_NAME, serverName, span);
    }
  }

  private static void put(String key, String value, IncomingSpan span) {
    if (!value.isEmpty()) {
      span.put(key, value);
    }
  }
}
