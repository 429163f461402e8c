package dev.ichnos.codec.wire;

/** Reads IP addresses written as text into the bytes that they name. */
public final class IpText {
  /** What {@link #ipv4} says of text that is no IPv4 address. */
  public static final long NONE = -1;

  private static final int LONGEST_IPV4 = 15;
  private static final int LONGEST_IPV6 = 45;
  private static final int IPV6_BYTES = 16;
  private static final int MOST_HEX = 4;

  private IpText() {}

  /**
   * The four bytes of {@code a.b.c.d} as an unsigned number of 32 bits, or {@link #NONE}.
   *
   * <p>Numbers with leading zeros, which some read as octal, are none.
   */
  public static long ipv4(String text) {
    return text.length() > LONGEST_IPV4 ? NONE : ipv4(text, 0);
  }

  private static long ipv4(String text, int from) {
    long address = 0;
    int at = from;
    for (int part = 0; part < 4; part++) {
      if (part > 0 && (at == text.length() || text.charAt(at++) != '.')) {
        return NONE;
      }
      int first = at;
      int number = 0;
      while (at < text.length() && at - first < 3 && isDigit(text.charAt(at))) {
        number = 10 * number + text.charAt(at++) - '0';
      }
      if (at == first || number > 255 || (at - first > 1 && text.charAt(first) == '0')) {
        return NONE;
      }
      address = (address << 8) | number;
    }
    return at == text.length() ? address : NONE;
  }

  /**
   * Reads an IPv6 address (RFC 4291, 2.2) without a zone.
   *
   * @param into 16 bytes, overwritten whether or not the text is an address
   * @return whether it is one
   */
  public static boolean ipv6(String text, byte[] into) {
    if (text.length() > LONGEST_IPV6 || text.indexOf(':') < 0) {
      return false;
    }
    int at = 0;
    int end = 0;
    int gap = -1;
    if (text.startsWith("::")) {
      gap = 0;
      at = 2;
    }
    while (at < text.length()) {
      int next = at;
      int group = 0;
      while (next < text.length() && next - at < MOST_HEX && isHex(text.charAt(next))) {
        group = (group << 4) | Character.digit(text.charAt(next++), 16);
      }
      if (next < text.length() && text.charAt(next) == '.') {
        long tail = ipv4(text, at);
        if (tail == NONE || end > IPV6_BYTES - 4) {
          return false;
        }
        for (int shift = 24; shift >= 0; shift -= 8) {
          into[end++] = (byte) (tail >>> shift);
        }
        break;
      }
      if (next == at || end > IPV6_BYTES - 2) {
        return false;
      }
      into[end++] = (byte) (group >>> 8);
      into[end++] = (byte) group;
      at = next;
      if (at == text.length()) {
        break;
      }
      if (text.charAt(at++) != ':' || at == text.length()) {
        return false;
      }
      if (text.charAt(at) == ':') {
        if (gap >= 0) {
          return false;
        }
        gap = end;
        at++;
      }
    }
    return spread(into, gap, end);
  }

  /** Moves what stands behind the gap to the end. */
  private static boolean spread(byte[] bytes, int gap, int end) {
    if (gap < 0) {
      return end == IPV6_BYTES;
    }
    if (end == IPV6_BYTES) {
      return false;
    }
    int tail = end - gap;
    System.arraycopy(bytes, gap, bytes, IPV6_BYTES - tail, tail);
    for (int i = gap; i < IPV6_BYTES - tail; i++) {
      bytes[i] = 0;
    }
    return true;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isHex(char c) {
    return isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
  }
}
