package dev.ichnos.collector.config;

import java.util.List;
import java.util.regex.Pattern;

/** Reads {@link CorsConfig}. */
final class CorsBinding {
  /** RFC 6454 section 6.2, and one asterisk. */
  private static final Pattern ORIGIN =
      Pattern.compile("\\*|(?=[^*]*\\*?[^*]*$)[a-z*][a-z0-9+.*-]*://[^/?#\\s]+");

  private static final Pattern HEADER = Pattern.compile("\\*|[A-Za-z0-9!#$%&'+.^_`|~-]{1,256}");

  private CorsBinding() {}

  static CorsConfig read(Section section) {
    return section.bind(
        () ->
            new CorsConfig(
                texts(section, "allowed_origins", "origin", ORIGIN),
                texts(section, "allowed_headers", "name", HEADER),
                section.integer("max_age", 0)),
        CorsConfig.defaults());
  }

  private static List<String> texts(Section section, String key, String type, Pattern form) {
    return section
        .list(
            key,
            type,
            text -> {
              if (!form.matcher(text).matches()) {
                throw new IllegalArgumentException(
                    type.equals("origin")
                        ? "(expected: an origin such as https://*.example.com, without a path)"
                        : "(expected: the name of a header)");
              }
              return text;
            })
        .stream()
        .map(Section.Item::value)
        .toList();
  }
}
