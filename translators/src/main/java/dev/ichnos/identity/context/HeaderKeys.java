package dev.ichnos.identity.context;

import dev.ichnos.model.KeyPlaces;
import dev.ichnos.semconv.EnvoyKeys;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The keys under which a captured header may stand on a span: its name in any case, {@code _} for
 * {@code -} (as OpenTelemetry's SDKs wrote it up to 1.21), alone or behind one of four prefixes.
 */
final class HeaderKeys {
  /** The key is none of ours. */
  static final int NONE = KeyPlaces.NOTHING;

  /** {@code x-request-id}, also as Envoy has it, behind {@code guid:}. */
  static final int REQUEST_ID = 0;

  /** Every header that is looked for, by index; at most 32. */
  static final List<String> NAMES =
      List.of(
          "x-request-id",
          "b3",
          "x-b3-traceid",
          "x-b3-spanid",
          "x-b3-parentspanid",
          "x-b3-sampled",
          "x-b3-flags",
          "traceparent",
          "tracestate",
          "x-cloud-trace-context",
          "grpc-trace-bin",
          "x-datadog-trace-id",
          "x-datadog-parent-id",
          "x-datadog-sampling-priority",
          "x-datadog-tags",
          "sw8",
          "x-amzn-trace-id");

  private static final int SHORTEST = 2;

  /** A bit for each letter of either case with which a key of ours may begin. */
  private static final int FIRST_LETTERS = letters("xtbsghr");

  private static final int SW8_LENGTH = 3;
  private static final int TRACESTATE_LENGTH = 10;
  private static final int GRPC_LENGTH = 14;
  private static final int[][] BY_LENGTH = byLength();
  private static final String GUID = "guid:";
  private static final String HTTP_REQUEST_HEADER = "http.request.header.";
  private static final String HTTP_HEADER = "http.header.";
  private static final String HEADER = "header.";
  private static final String REQUEST_HEADER = "request.header.";

  private HeaderKeys() {}

  /** The index of the header that the key names, or {@link #NONE}; allocates nothing. */
  static int of(String key) {
    int length = key.length();
    if (length < SHORTEST || (FIRST_LETTERS >>> (key.charAt(0) & 0x1F) & 1) == 0) {
      return NONE;
    }
    // Most keys are of no header: by first letter and length nearly all of them are known.
    return switch (key.charAt(0) | 0x20) {
      case 'x', 't' -> length >= TRACESTATE_LENGTH ? named(key, 0) : NONE;
      case 'b', 's' -> length <= SW8_LENGTH ? named(key, 0) : NONE;
      case 'g' -> length >= GRPC_LENGTH ? guid(key) : NONE;
      case 'h' -> http(key);
      case 'r' -> length > REQUEST_HEADER.length() ? behind(key, REQUEST_HEADER) : NONE;
      default -> NONE;
    };
  }

  private static int guid(String key) {
    if (key.equals(EnvoyKeys.REQUEST_ID)) {
      return REQUEST_ID;
    }
    if (!matches(key, 0, GUID)) {
      return named(key, 0);
    }
    return named(key, GUID.length()) == REQUEST_ID ? REQUEST_ID : NONE;
  }

  private static int http(String key) {
    if ((key.charAt(1) | 0x20) == 'e') {
      return behind(key, HEADER);
    }
    if (key.length() <= HTTP_HEADER.length()) {
      return NONE;
    }
    return switch (key.charAt(5) | 0x20) {
      case 'r' -> behind(key, HTTP_REQUEST_HEADER);
      case 'h' -> behind(key, HTTP_HEADER);
      default -> NONE;
    };
  }

  private static int behind(String key, String prefix) {
    return matches(key, 0, prefix) ? named(key, prefix.length()) : NONE;
  }

  private static int named(String key, int from) {
    int length = key.length() - from;
    if (length >= BY_LENGTH.length) {
      return NONE;
    }
    for (int index : BY_LENGTH[length]) {
      if (matches(key, from, NAMES.get(index))) {
        return index;
      }
    }
    return NONE;
  }

  /** Whether the lower-case text stands there, in any case. */
  private static boolean matches(String key, int from, String text) {
    int length = text.length();
    if (key.length() - from < length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      char c = key.charAt(from + i);
      char wanted = text.charAt(i);
      boolean letter = wanted >= 'a' && wanted <= 'z';
      if (c != wanted && !(letter && (c | 0x20) == wanted) && !(c == '_' && wanted == '-')) {
        return false;
      }
    }
    return true;
  }

  private static int letters(String letters) {
    return letters.chars().reduce(0, (bits, letter) -> bits | 1 << (letter & 0x1F));
  }

  private static int[][] byLength() {
    int longest = NAMES.stream().mapToInt(String::length).max().orElse(0);
    int[][] byLength = new int[longest + 1][];
    for (int length = 0; length <= longest; length++) {
      int wanted = length;
      byLength[length] =
          IntStream.range(0, NAMES.size()).filter(i -> NAMES.get(i).length() == wanted).toArray();
    }
    return byLength;
  }
}
