package dev.ichnos.collector.config;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Writes maps, lists and values as YAML that {@link ConfigReader} reads back as the same text. */
final class YamlWriter {
  /** What needs no quotes in any place, and is no number, null or truth value to be kept apart. */
  private static final Pattern PLAIN =
      Pattern.compile("[A-Za-z0-9/][A-Za-z0-9_./+-]*(:[A-Za-z0-9/][A-Za-z0-9_./+-]*)*");

  private final StringBuilder out = new StringBuilder();
  private int depth;

  /** A map at this key. */
  void map(String key, Runnable content) {
    indent().append(scalar(key)).append(":\n");
    depth++;
    content.run();
    depth--;
  }

  void value(String key, Object value) {
    indent().append(scalar(key)).append(": ").append(scalar(String.valueOf(value))).append('\n');
  }

  /** A value that is left out when absent. */
  void value(String key, Optional<?> value) {
    value.ifPresent(present -> value(key, present));
  }

  void list(String key, List<?> values) {
    List<String> items = values.stream().map(item -> scalar(String.valueOf(item))).toList();
    indent().append(scalar(key)).append(": [").append(String.join(", ", items)).append("]\n");
  }

  private StringBuilder indent() {
    return out.append("  ".repeat(depth));
  }

  /** A dollar sign is doubled, so that nothing is put in its place. */
  private static String scalar(String text) {
    if (PLAIN.matcher(text).matches() && !text.equals("null")) {
      return text;
    }
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"', '\\' -> quoted.append('\\').append(c);
        case '$' -> quoted.append("$$");
        default -> {
          if (c < 0x20
              || c == 0x7f
              || (c > 0x7e && c < 0xa0)
              || c == 0x2028
              || c == 0x2029
              || c == 0xfeff) {
            quoted.append(String.format("\\u%04x", (int) c));
          } else {
            quoted.append(c);
          }
        }
      }
    }
    return quoted.append('"').toString();
  }

  @Override
  public String toString() {
    return out.toString();
  }
}
