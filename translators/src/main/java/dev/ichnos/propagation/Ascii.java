package dev.ichnos.propagation;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import org.jspecify.annotations.Nullable;

/** What all families do with the text of a value. */
final class Ascii {
  private Ascii() {}

  static String string(byte[] chars, int length) {
    return new String(chars, 0, length, ISO_8859_1);
  }

  /** Index of the first character that is neither space nor tab; the length if all are. */
  static int trimmedStart(String value) {
    int i = 0;
    while (i < value.length() && isBlank(value.charAt(i))) {
      i++;
    }
    return i;
  }

  /** Index behind the last character that is neither space nor tab, not before {@code start}. */
  static int trimmedEnd(String value, int start) {
    int i = value.length();
    while (i > start && isBlank(value.charAt(i - 1))) {
      i--;
    }
    return i;
  }

  /** The value without blanks around it; the same instance if there are none; null is empty. */
  static String trimmed(@Nullable String value) {
    if (value == null) {
      return "";
    }
    int start = trimmedStart(value);
    return value.substring(start, trimmedEnd(value, start));
  }

  /** Whether these are nothing but printable characters of ASCII, which any header can hold. */
  static boolean isPrintable(String value, int from, int to) {
    int i = from;
    while (i < to && value.charAt(i) >= ' ' && value.charAt(i) <= '~') {
      i++;
    }
    return i == to;
  }

  /** Index of the character in the range; {@code to} if it is not there. */
  static int indexOf(String value, char wanted, int from, int to) {
    int i = from;
    while (i < to && value.charAt(i) != wanted) {
      i++;
    }
    return i;
  }

  /** Whether it is a space or a tab, which may stand around a header's value. */
  static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }
}
