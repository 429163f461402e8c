package dev.ichnos.identity.envoy;

import java.util.List;
import java.util.Objects;

/**
 * How the meaning of proxies' spans is written.
 *
 * @param semconv in which names
 * @param pathTemplates paths with {@code {name}} for a segment that varies, such as {@code
 *     /reviews/{id}}; the first that fits a path takes its place in names and routes
 * @param templateIds whether segments that look like ids become {@code {id}} where no template fits
 */
public record EnvoySettings(Semconv semconv, List<String> pathTemplates, boolean templateIds) {
  public EnvoySettings {
    Objects.requireNonNull(semconv, "semconv");
    pathTemplates = List.copyOf(pathTemplates);
  }

  /** Both names, no templates. */
  public static EnvoySettings defaults() {
    return new EnvoySettings(Semconv.BOTH, List.of(), false);
  }
}
