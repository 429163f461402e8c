package dev.ichnos.collector;

/**
 * Text of others as it may go to a terminal: what is not seen, or would move the cursor or turn the
 * line around, stands as {@code \}{@code uXXXX}.
 */
final class Printable {
  private Printable() {}

  static String of(String text) {
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      if (isSeen(c)) {
        out.appendCodePoint(c);
      } else {
        for (char unit : Character.toChars(c)) {
          out.append(String.format("\\u%04x", (int) unit));
        }
      }
      i += Character.charCount(c);
    }
    return out.toString();
  }

  /** {@link #of} the first characters, and an ellipsis in the place of the others. */
  static String start(String text, int maxCharacters) {
    return of(text.length() > maxCharacters ? text.substring(0, maxCharacters) + "…" : text);
  }

  private static boolean isSeen(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.PRIVATE_USE,
          Character.SURROGATE,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }
}
