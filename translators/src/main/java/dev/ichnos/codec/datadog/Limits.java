package dev.ichnos.codec.datadog;

/**
 * The Agent's limits in bytes of UTF-8 (datadog-agent pkg/trace/agent/{normalizer,truncator}.go),
 * and cutting text to them, never within a character.
 */
final class Limits {
  static final int SERVICE = 100;
  static final int NAME = 100;
  static final int RESOURCE = 5_000;
  static final int TYPE = 100;
  static final int KEY = 200;
  static final int VALUE = 25_000;

  /** What stands at the end of a cut key or value; the Agent's. */
  static final String MARKER = "...";

  private Limits() {}

  static boolean fits(String value, int maxBytes) {
    return value.length() <= maxBytes / 3 || end(value, maxBytes) == value.length();
  }

  /** The longest start of the text that fits; the same instance if all of it does. */
  static String prefix(String value, int maxBytes) {
    return fits(value, maxBytes) ? value : value.substring(0, end(value, maxBytes));
  }

  /** The longest start of a text that does not fit for which there is room before the marker. */
  static String marked(String value, int maxBytes) {
    return prefix(value, maxBytes - MARKER.length()) + MARKER;
  }

  /**
   * The bytes of {@code text} in UTF-8 from a place on; a surrogate without its other half is
   * written as U+FFFD.
   */
  static int utf8Size(CharSequence text, int from) {
    int size = 0;
    for (int i = from; i < text.length(); i++) {
      int character = Character.codePointAt(text, i);
      size += character < 0x80 ? 1 : character < 0x800 ? 2 : character < 0x10000 ? 3 : 4;
      i += Character.charCount(character) - 1;
    }
    return size;
  }

  private static int end(String value, int maxBytes) {
    int bytes = 0;
    int i = 0;
    while (i < value.length()) {
      char c = value.charAt(i);
      boolean pair =
          Character.isHighSurrogate(c)
              && i + 1 < value.length()
              && Character.isLowSurrogate(value.charAt(i + 1));
      bytes += c < 0x80 ? 1 : c < 0x800 ? 2 : pair ? 4 : 3;
      if (bytes > maxBytes) {
        return i;
      }
      i += pair ? 2 : 1;
    }
    return i;
  }
}
