package dev.ichnos.collector.config;

import java.util.List;

/**
 * {@code identity.paths}: which paths become templates in names and routes.
 *
 * @param templates {@code templates}: such as {@code /reviews/{id}}; the first that fits is taken
 * @param ids {@code ids}: whether segments that look like ids become {@code {id}} elsewhere
 */
public record PathsConfig(List<String> templates, boolean ids) {
  /** What a path costs grows with their number. */
  public static final int MAX_TEMPLATES = 1_000;

  public PathsConfig {
    templates = List.copyOf(templates);
    if (templates.size() > MAX_TEMPLATES) {
      throw new IllegalArgumentException(
          "templates: " + templates.size() + " (expected: at most " + MAX_TEMPLATES + ")");
    }
  }

  public static PathsConfig defaults() {
    return new PathsConfig(List.of(), false);
  }

  /** One template. */
  static String template(String text) {
    if (!text.startsWith("/")) {
      throw new IllegalArgumentException("(expected: a path such as /reviews/{id})");
    }
    return text;
  }
}
