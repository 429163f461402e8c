package dev.ichnos.codec.datadog;

/**
 * The forms into which the Agent brings names (datadog-agent pkg/trace/traceutil/normalize): done
 * here, it finds nothing left to change. Each form is stable: the form of a form is itself.
 */
final class NormalForms {
  static final String UNNAMED_SERVICE = "unnamed-service";
  static final String UNNAMED_OPERATION = "unnamed_operation";

  private static final int MOST_CHARACTERS = 200;

  /** Behind so many bytes the Agent looks no further. */
  private static final int MOST_BYTES = 400;

  private NormalForms() {}

  /**
   * An operation name: ASCII letters, digits, dots and single underscores, a letter first; empty if
   * there is no letter.
   *
   * @param name at most 100 bytes
   */
  static String operation(String name) {
    StringBuilder form = new StringBuilder(name.length());
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      if (form.length() == 0) {
        if (letter) {
          form.append(c);
        }
        continue;
      }
      char last = form.charAt(form.length() - 1);
      if (letter || (c >= '0' && c <= '9')) {
        form.append(c);
      } else if (c == '.') {
        if (last == '_') {
          form.setLength(form.length() - 1);
        }
        form.append('.');
      } else if (last != '.' && last != '_') {
        form.append('_');
      }
    }
    int end = form.length();
    if (end > 0 && form.charAt(end - 1) == '_') {
      form.setLength(end - 1);
    }
    return form.toString();
  }

  /** The value of a tag such as a service: it may begin with a digit. May come out empty. */
  static String tagValue(String value) {
    return isPlain(value) ? value : form(value, false);
  }

  /** A whole tag, or an environment: what stands before the first letter or colon is left out. */
  static String tag(String value) {
    return form(value, true);
  }

  /** Whether it is short ASCII that is its own form, as nearly all are. */
  private static boolean isPlain(String value) {
    if (value.length() > MOST_CHARACTERS) {
      return false;
    }
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (!((c >= 'a' && c <= 'z') || (c >= '-' && c <= ':'))) { // - . / digits :
        return false;
      }
    }
    return true;
  }

  private static String form(String value, boolean letterFirst) {
    StringBuilder form = new StringBuilder(Math.min(value.length(), MOST_CHARACTERS));
    int characters = 0;
    int bytes = 0;
    boolean gap = false;
    for (int i = 0; i < value.length() && characters < MOST_CHARACTERS && bytes < MOST_BYTES; ) {
      int character = value.codePointAt(i);
      i += Character.charCount(character);
      bytes += width(character);
      character = lowerCase(character);
      boolean letter = Character.isLetter(character) || character == ':';
      if (!letter && letterFirst && characters == 0) {
        continue;
      }
      characters++;
      if (!letter && !Character.isDigit(character) && "./-".indexOf(character) < 0) {
        gap = true;
        continue;
      }
      if (gap) {
        form.append('_');
        gap = false;
      }
      form.appendCodePoint(character);
    }
    return form.toString();
  }

  /** Only where it takes as many bytes: the Agent changes letters in place. */
  private static int lowerCase(int character) {
    if (!Character.isUpperCase(character)) {
      return character;
    }
    int lower = Character.toLowerCase(character);
    return width(lower) == width(character) ? lower : character;
  }

  private static int width(int character) {
    return character < 0x80 ? 1 : character < 0x800 ? 2 : character < 0x10000 ? 3 : 4;
  }
}
