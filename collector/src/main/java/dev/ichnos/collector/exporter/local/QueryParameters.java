package dev.ichnos.collector.exporter.local;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** The parameters of a URL's query, decoded; of several with one name, the first. */
final class QueryParameters {
  private final Map<String, String> values = new HashMap<>();

  /**
   * Reads a query.
   *
   * @throws BadQueryException if a percent sign is not followed by two hex digits
   */
  QueryParameters(String query) throws BadQueryException {
    for (String parameter : query.split("&", -1)) {
      int equals = parameter.indexOf('=');
      if (equals > 0) {
        values.putIfAbsent(
            decode(parameter.substring(0, equals)), decode(parameter.substring(equals + 1)));
      }
    }
  }

  /** The value; empty when absent. */
  String text(String name) {
    return values.getOrDefault(name, "");
  }

  /**
   * A whole number of at least 0.
   *
   * @throws BadQueryException if it is something else
   */
  long number(String name, long absent) throws BadQueryException {
    String value = text(name);
    if (value.isEmpty()) {
      return absent;
    }
    if (value.length() > 18 || !value.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw new BadQueryException(name + ": " + value + " (expected: a whole number)");
    }
    return Long.parseLong(value);
  }

  /**
   * A duration in nanoseconds.
   *
   * @throws BadQueryException if it is something else
   */
  long nanos(String name, long absent) throws BadQueryException {
    String value = text(name);
    if (value.isEmpty()) {
      return absent;
    }
    if (!GoDuration.looksLike(value)) {
      throw new BadQueryException(name + ": " + value + " (expected: a duration such as 100ms)");
    }
    return GoDuration.parseNanos(value);
  }

  /** Undoes a second percent-encoding, which Grafana puts on a name in a path; else as it is. */
  static String decodeAgain(String part) {
    try {
      return part.indexOf('%') < 0 ? part : decode(part.replace("+", "%2B"));
    } catch (BadQueryException e) {
      return part;
    }
  }

  private static String decode(String text) throws BadQueryException {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new BadQueryException(text + " (expected: % followed by two hex digits)");
    }
  }
}
