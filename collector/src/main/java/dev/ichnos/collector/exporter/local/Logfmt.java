package dev.ichnos.collector.exporter.local;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads the {@code tags} parameter: {@code key=value} pairs apart by blanks, a value with blanks in
 * double quotes. Tempo compares them case-insensitively, by part of the value.
 */
final class Logfmt {
  private Logfmt() {}

  /**
   * One condition per pair.
   *
   * @throws BadQueryException if a key has no value, or a quote is not closed
   */
  static List<Condition> read(String text) throws BadQueryException {
    List<Condition> conditions = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      if (Character.isWhitespace(text.charAt(at))) {
        at++;
        continue;
      }
      int equals = text.indexOf('=', at);
      if (equals < 0) {
        throw new BadQueryException("tags: " + text.substring(at) + " (expected: key=value)");
      }
      String key = text.substring(at, equals);
      StringBuilder value = new StringBuilder();
      at = readValue(text, equals + 1, value);
      conditions.add(condition(key, value.toString()));
    }
    return conditions;
  }

  private static int readValue(String text, int from, StringBuilder value)
      throws BadQueryException {
    int at = from;
    if (at < text.length() && text.charAt(at) == '"') {
      for (at++; at < text.length() && text.charAt(at) != '"'; at++) {
        if (text.charAt(at) == '\\' && at + 1 < text.length()) {
          at++;
        }
        value.append(text.charAt(at));
      }
      if (at == text.length()) {
        throw new BadQueryException("tags: a value without its closing quote");
      }
      return at + 1;
    }
    while (at < text.length() && !Character.isWhitespace(text.charAt(at))) {
      value.append(text.charAt(at++));
    }
    return at;
  }

  /** The keys that were Tempo's own in this older search, and any attribute. */
  private static Condition condition(String key, String value) {
    if (key.equals("error") && value.equals("true")) {
      return new Condition(
          new SpanField("status", SpanField.Place.INTRINSIC, "status"),
          Condition.Operator.EQUAL,
          "error");
    }
    String name =
        switch (key) {
          case "name", "status", "kind" -> key;
          case "status.code" -> "status";
          case "root.name" -> "rootName";
          case "root.service.name" -> "rootServiceName";
          default -> "";
        };
    SpanField field =
        name.isEmpty()
            ? SpanField.anywhere(key)
            : new SpanField(key, SpanField.Place.INTRINSIC, name);
    return new Condition(field, Condition.Operator.CONTAINS, value);
  }
}
