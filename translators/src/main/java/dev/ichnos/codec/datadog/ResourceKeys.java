package dev.ichnos.codec.datadog;

import dev.ichnos.semconv.DatadogKeys;
import dev.ichnos.semconv.OtelKeys;

/**
 * Tells tags that say who made a span from those that say what it did: a message has one list for
 * both, the canonical model two.
 */
final class ResourceKeys {
  private ResourceKeys() {}

  /** The resource's attribute for a tag of Datadog's own; empty for any other. */
  static String ofDatadog(String tag) {
    return switch (tag) {
      case DatadogKeys.ENV -> OtelKeys.DEPLOYMENT_ENVIRONMENT_NAME;
      case DatadogKeys.VERSION -> OtelKeys.SERVICE_VERSION;
      case DatadogKeys.LANGUAGE -> OtelKeys.TELEMETRY_SDK_LANGUAGE;
      case DatadogKeys.RUNTIME_ID -> OtelKeys.SERVICE_INSTANCE_ID;
      default -> "";
    };
  }

  /**
   * Whether OpenTelemetry has the key on resources alone: tags that were a resource's before they
   * were written for Datadog.
   */
  static boolean isOfResource(String key) {
    if (key.length() < 4) {
      return false;
    }
    return switch (key.charAt(0)) {
      case 'c' -> key.startsWith("cloud.") || key.startsWith("container.");
      case 'd' ->
          key.startsWith("deployment.")
              || key.equals(DatadogKeys.HOST_NAME)
              || key.startsWith(DatadogKeys.CONTAINER_TAG_PREFIX);
      case 'h' -> key.startsWith("host.");
      case 'k' -> key.startsWith("k8s.");
      case 'o' -> key.startsWith("os.");
      case 'p' -> key.startsWith("process.");
      case 's' ->
          key.equals(OtelKeys.SERVICE_NAMESPACE)
              || key.equals(OtelKeys.SERVICE_INSTANCE_ID)
              || key.equals(OtelKeys.SERVICE_VERSION);
      case 't' -> key.startsWith("telemetry.");
      default -> false;
    };
  }
}
