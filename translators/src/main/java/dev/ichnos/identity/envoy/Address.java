package dev.ichnos.identity.envoy;

import org.jspecify.annotations.Nullable;

/**
 * One end of a connection, as proxies write it:
 *
 * <pre>
 * 10.4.0.9          10.4.0.9:8080      old and new
 * fd00::9           [fd00::9]:8080
 * /run/app.sock     @abstract          a socket of Unix
 * envoy://listener/10.4.0.9:8080       a connection inside of a proxy, to that address
 * </pre>
 *
 * @param text the IP address without brackets, or the socket's path
 * @param port 1 to 65535; 0 when absent
 * @param unix whether it is a socket of Unix
 */
record Address(String text, int port, boolean unix) {
  private static final String INTERNAL = "envoy://";

  /** The address; null if the text is none. */
  static @Nullable Address parse(String text) {
    if (text.isEmpty()) {
      return null;
    }
    char first = text.charAt(0);
    if (first == '/' || first == '@') {
      return new Address(text, 0, true);
    }
    if (text.startsWith(INTERNAL)) {
      int slash = text.indexOf('/', INTERNAL.length());
      return slash < 0 ? null : ip(text.substring(slash + 1));
    }
    return ip(text);
  }

  private static @Nullable Address ip(String text) {
    int length = text.length();
    if (text.startsWith("[")) {
      int close = text.indexOf(']');
      if (close < 0 || !isIpV6(text, 1, close)) {
        return null;
      }
      int port = close + 1 < length ? port(text, close + 1) : 0;
      return port < 0 ? null : new Address(text.substring(1, close), port, false);
    }
    int colon = text.indexOf(':');
    if (colon < 0) {
      return isIpV4(text, 0, length) ? new Address(text, 0, false) : null;
    }
    if (text.indexOf(':', colon + 1) >= 0) {
      return isIpV6(text, 0, length) ? new Address(text, 0, false) : null;
    }
    int port = port(text, colon);
    return port < 0 || !isIpV4(text, 0, colon)
        ? null
        : new Address(text.substring(0, colon), port, false);
  }

  /** The port behind a colon; below 0 if it is none. */
  private static int port(String text, int colon) {
    return text.charAt(colon) == ':' ? port(text, colon + 1, text.length()) : -1;
  }

  /** The port that the text from one place to another is, 0 to 65535; below 0 if it is none. */
  static int port(String text, int from, int to) {
    if (from >= to || to - from > 5) {
      return -1;
    }
    int port = 0;
    for (int i = from; i < to; i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      port = 10 * port + digit;
    }
    return port <= 0xFFFF ? port : -1;
  }

  private static boolean isIpV4(String text, int from, int to) {
    int dots = 0;
    int digits = 0;
    int part = 0;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (c == '.' && digits > 0) {
        dots++;
        digits = part = 0;
      } else if (c >= '0' && c <= '9' && digits < 3) {
        digits++;
        part = 10 * part + c - '0';
        if (part > 255) {
          return false;
        }
      } else {
        return false;
      }
    }
    return dots == 3 && digits > 0;
  }

  /** Close enough to know one from a name: two colons at least, and nothing that is not in one. */
  private static boolean isIpV6(String text, int from, int to) {
    int colons = 0;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (c == ':') {
        colons++;
      } else if (c == '%' && i > from) {
        return colons >= 2; // a zone follows
      } else if (Character.digit(c, 16) < 0 && c != '.') {
        return false;
      }
    }
    return colons >= 2 && colons <= 7 && to - from <= 45;
  }
}
