package dev.ichnos.codec.datadog;

/** Which numbers survive as doubles, the only ones that Datadog's metrics and most JSON know. */
final class Numbers {
  private static final long MOST_EXACT = 1L << 53;

  private Numbers() {}

  /** Whether a double holds the integer, and every one between it and zero. */
  static boolean isExact(long value) {
    return value >= -MOST_EXACT && value <= MOST_EXACT;
  }

  /** A double for people and for JSON; NaN and the infinities by name. */
  static String text(double value) {
    return Double.toString(value);
  }

  /**
   * Whether a key says that its value identifies something, such as {@code order.id}, {@code
   * user_id}, {@code sessionId} or {@code id}: a number there is a name, and to be searched as one.
   */
  static boolean namesAnId(String key) {
    int length = key.length();
    if (length < 2) {
      return false;
    }
    char last = key.charAt(length - 1);
    char first = key.charAt(length - 2);
    if ((last != 'd' && last != 'D') || (first != 'i' && first != 'I')) {
      return false;
    }
    if (length == 2) {
      return true;
    }
    char before = key.charAt(length - 3);
    return !Character.isLetterOrDigit(before)
        || (first == 'I' && (Character.isLowerCase(before) || Character.isDigit(before)));
  }
}
