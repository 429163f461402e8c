package dev.ichnos.identity.who;

import java.util.Locale;

/** What the text says that a sender gives as its service. */
final class ServiceName {
  /** What a service is called of which nothing is known (OpenTelemetry's conventions). */
  static final String UNKNOWN = "unknown_service";

  private ServiceName() {}

  /**
   * Whether the name only stands where none was known: absent, a placeholder of an SDK or an
   * exporter, or {@code istio-proxy}, which Istio takes for pods without the label {@code app}.
   */
  static boolean isWeak(String name) {
    if (name.isEmpty() || isNobody(name)) {
      return true;
    }
    return switch (name.charAt(0)) {
      case 'i' -> name.equals("istio-proxy");
      case 'u' -> name.startsWith(UNKNOWN);
      default -> false;
    };
  }

  /** Whether the name says nothing at all, not even in what language nobody named the service. */
  static boolean isNobody(String name) {
    if (name.length() > 25) {
      return false;
    }
    return switch (name) {
      case "", "-", "unknown", "unknown-service", "unnamed-service", "undefined", "null" -> true;
      default ->
          switch (name.toLowerCase(Locale.ROOT)) {
            case "otlpresourcenoservicename", "noattributes" -> true;
            default -> false;
          };
    };
  }

  /** The name without {@code .namespace} at its end; the same instance if it does not end so. */
  static String without(String namespace, String name) {
    int dot = name.length() - namespace.length() - 1;
    boolean ends =
        !namespace.isEmpty() && dot > 0 && name.charAt(dot) == '.' && name.endsWith(namespace);
    return ends ? name.substring(0, dot) : name;
  }
}
