package dev.ichnos.collector.kubernetes;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * Reads values out of objects: what is of another type than it should be, or longer than names are,
 * reads as absent. What recurs from pod to pod is kept once. For one thread.
 */
final class Texts {
  /** Names have at most 253 characters, ids of containers 80, images a few hundred. */
  static final int MAX_CHARS = 1024;

  /** What stands for a place in a list is a few hundred characters of base64. */
  private static final int MAX_TOKEN_CHARS = 8 << 10;

  private static final int MAX_SHARED = 10_000;
  private static final long NANOS = 1_000_000_000L;

  /** Emptied when full. */
  private final Map<String, String> shared = new HashMap<>();

  /**
   * The scalar that the parser is at; empty if it is none. Leaves the parser at the value's end.
   */
  static String text(JsonParser in) throws IOException {
    return text(in, MAX_CHARS);
  }

  /** The same, where it may be longer than a name. */
  static String token(JsonParser in) throws IOException {
    return text(in, MAX_TOKEN_CHARS);
  }

  private static String text(JsonParser in, int maxChars) throws IOException {
    if (!in.currentToken().isScalarValue()) {
      in.skipChildren();
      return "";
    }
    if (in.currentToken() == JsonToken.VALUE_NULL) {
      return "";
    }
    String text = in.getText();
    return text.length() <= maxChars ? text : "";
  }

  /** The same, for texts that many pods have in common. */
  String shared(JsonParser in) throws IOException {
    return shared(text(in));
  }

  String shared(String text) {
    if (shared.size() == MAX_SHARED) {
      shared.clear();
    }
    String first = shared.putIfAbsent(text, text);
    return first == null ? text : first;
  }

  /** A time as RFC 3339 writes it, in nanoseconds since 1970; 0 if it is none. */
  static long nanos(JsonParser in) throws IOException {
    String text = text(in);
    if (text.isEmpty()) {
      return 0;
    }
    try {
      Instant time = Instant.parse(text);
      return Math.addExact(Math.multiplyExact(time.getEpochSecond(), NANOS), time.getNano());
    } catch (DateTimeException | ArithmeticException e) {
      return 0;
    }
  }
}
