package dev.ichnos.istio;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One entry of MeshConfig's {@code extensionProviders}: a name, and exactly one kind.
 *
 * @param name what a Telemetry selects; not empty
 * @param zipkin null unless of this kind
 * @param opentelemetry null unless of this kind
 */
public record ExtensionProvider(
    String name, @Nullable ZipkinProvider zipkin, @Nullable OpenTelemetryProvider opentelemetry) {
  public ExtensionProvider {
    Objects.requireNonNull(name, "name");
    if (name.isBlank()) {
      throw new IllegalArgumentException("name: empty (expected: what a Telemetry can select)");
    }
    if ((zipkin == null) == (opentelemetry == null)) {
      throw new IllegalArgumentException(
          name
              + ": "
              + (zipkin == null ? "no kind" : "two kinds")
              + " (expected: exactly one of zipkin, opentelemetry)");
    }
  }

  /** The one kind that is set. */
  public TracingProvider tracing() {
    return zipkin != null ? zipkin : Objects.requireNonNull(opentelemetry, "opentelemetry");
  }
}
