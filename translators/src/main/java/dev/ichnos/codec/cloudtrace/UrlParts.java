package dev.ichnos.codec.cloudtrace;

import org.jspecify.annotations.Nullable;

/** The host and the path of an absolute URL, taken out without judging the rest of it. */
record UrlParts(String host, String path) {
  /**
   * The parts of {@code scheme://[user@]host[:port][/path][?query][#fragment]}; null for others.
   */
  static @Nullable UrlParts of(String url) {
    int scheme = url.indexOf("://");
    if (scheme <= 0 || !isScheme(url, scheme)) {
      return null;
    }
    int authority = scheme + 3;
    int pathStart = firstOf(url, authority, '/');
    int host = url.lastIndexOf('@', pathStart - 1) + 1;
    host = Math.max(host, authority);
    if (host == pathStart) {
      return null;
    }
    int pathEnd = firstOf(url, pathStart, '?');
    String path = pathStart == pathEnd ? "/" : url.substring(pathStart, pathEnd);
    return new UrlParts(url.substring(host, pathStart), path);
  }

  private static boolean isScheme(String url, int end) {
    for (int i = 0; i < end; i++) {
      char c = url.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      boolean other = (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
      if (!letter && (i == 0 || !other)) {
        return false;
      }
    }
    return true;
  }

  /** Where {@code end}, a query or a fragment begins. */
  private static int firstOf(String url, int from, char end) {
    for (int i = from; i < url.length(); i++) {
      char c = url.charAt(i);
      if (c == end || c == '?' || c == '#') {
        return i;
      }
    }
    return url.length();
  }
}
