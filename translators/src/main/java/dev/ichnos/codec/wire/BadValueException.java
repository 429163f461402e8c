package dev.ichnos.codec.wire;

/**
 * One value of a message that cannot be what its field needs. Its text names what was found and
 * what was expected, such as {@code "soon" (expected: a whole number)}; whoever catches it knows
 * the field and the span. It has no stack trace, since the mistake is not in our code.
 */
public final class BadValueException extends Exception {
  private static final long serialVersionUID = 1L;

  private static final int MOST_QUOTED = 40;

  public BadValueException(String found, String expected) {
    super(quote(found) + " (expected: " + expected + ")", null, false, false);
  }

  /** The value for people to read: printable ASCII, and no more than 40 characters of it. */
  public static String quote(String value) {
    StringBuilder quoted = new StringBuilder("\"");
    int end = Math.min(value.length(), MOST_QUOTED);
    for (int i = 0; i < end; i++) {
      char c = value.charAt(i);
      quoted.append(c < ' ' || c > '~' ? '?' : c);
    }
    return quoted.append(end < value.length() ? "...\"" : "\"").toString();
  }
}
