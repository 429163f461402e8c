package dev.ichnos.identity.envoy;

import java.util.List;
import java.util.Objects;

/**
 * How the meaning of proxies' spans is written.
 *
 * @param semconv in which names
 * @param pathTemplates paths with {@code {name}} for a segment that varies, such as {@code
 *     /reviews/{id}}, and perhaps a last segment {@code *} for all that is left; the first that
 *     fits a path takes its place in names and routes; at most 256 of at most 256 characters
 * @param templateIds whether segments that look like ids become {@code {id}} where no template fits
 */
public record EnvoySettings(Semconv semconv, List<String> pathTemplates, boolean templateIds) {
  private static final int MOST_TEMPLATES = 256;

  public EnvoySettings {
    Objects.requireNonNull(semconv, "semconv");
    pathTemplates = List.copyOf(pathTemplates);
    if (pathTemplates.size() > MOST_TEMPLATES) {
      throw new IllegalArgumentException(
          "pathTemplates: %d (expected: at most %d)"
              .formatted(pathTemplates.size(), MOST_TEMPLATES));
    }
    for (int i = 0; i < pathTemplates.size(); i++) {
      String expected = PathTemplates.problem(pathTemplates.get(i));
      if (!expected.isEmpty()) {
        throw new IllegalArgumentException(
            "pathTemplates[%d]: %s (expected: %s)".formatted(i, pathTemplates.get(i), expected));
      }
    }
  }

  /** Both names, no templates. */
  public static EnvoySettings defaults() {
    return new EnvoySettings(Semconv.BOTH, List.of(), false);
  }
}
