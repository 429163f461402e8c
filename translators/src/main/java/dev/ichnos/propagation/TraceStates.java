package dev.ichnos.propagation;

/**
 * The form of {@code tracestate}: {@code key=value} members between commas (W3C Trace Context level
 * 2, section 3.3).
 *
 * <p>At most 32 members; members may be blank, and blanks may stand around them. A key is up to 256
 * of a–z, 0–9 and {@code _-/*@}, first a letter or digit; a value up to 256 printable characters
 * other than comma and equals sign.
 */
final class TraceStates {
  static final int MALFORMED = -1;

  private static final int MAX_MEMBERS = 32;
  private static final int MAX_PART = 256;
  // 32 members at their longest, and as much again for blanks: a bound for what a context retains.
  private static final int MAX_LENGTH = 2 * MAX_MEMBERS * (2 * MAX_PART + 2);

  private TraceStates() {}

  /** How many members it has, blank ones apart; {@link #MALFORMED} if it breaks the form. */
  static int members(String state) {
    if (state.length() > MAX_LENGTH) {
      return MALFORMED;
    }
    int members = 0;
    int at = 0;
    while (at <= state.length()) {
      int comma = Ascii.indexOf(state, ',', at, state.length());
      int start = at;
      while (start < comma && Ascii.isBlank(state.charAt(start))) {
        start++;
      }
      int end = comma;
      while (end > start && Ascii.isBlank(state.charAt(end - 1))) {
        end--;
      }
      if (start < end && (++members > MAX_MEMBERS || !isMember(state, start, end))) {
        return MALFORMED;
      }
      at = comma + 1;
    }
    return members;
  }

  private static boolean isMember(String state, int start, int end) {
    int equals = Ascii.indexOf(state, '=', start, end);
    int valueStart = equals + 1;
    if (equals == start
        || equals - start > MAX_PART
        || valueStart >= end
        || end - valueStart > MAX_PART
        || !isKeyStart(state.charAt(start))) {
      return false;
    }
    for (int i = start; i < equals; i++) {
      char c = state.charAt(i);
      if (!isKeyStart(c) && c != '_' && c != '-' && c != '*' && c != '/' && c != '@') {
        return false;
      }
    }
    for (int i = valueStart; i < end; i++) {
      char c = state.charAt(i);
      if (c < ' ' || c > '~' || c == '=') {
        return false;
      }
    }
    return true;
  }

  private static boolean isKeyStart(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
  }
}
