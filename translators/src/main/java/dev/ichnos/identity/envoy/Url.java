package dev.ichnos.identity.envoy;

import org.jspecify.annotations.Nullable;

/**
 * Where the parts of a URL stand in its text, {@code
 * scheme://[user@]host[:port][/path][?query][#fragment]} or a path alone; nothing is judged,
 * nothing copied before it is asked for, host and path once. Not thread-safe. Proxies build it of
 * {@code x-forwarded-proto}, the host header and at most {@link #LONGEST_PATH} characters of path
 * and query.
 */
final class Url {
  /** What {@code max_path_tag_length} is unless a mesh sets it. */
  static final int LONGEST_PATH = 256;

  private static final String[] SCHEMES = {"http", "https"};

  private final String text;
  private final int schemeEnd;
  private final int authority;
  private final int host;
  private final int path;
  private final int pathEnd;
  private final int fragment;
  private @Nullable String hostText;
  private @Nullable String pathText;

  private Url(String text, int schemeEnd, int authority) {
    this.text = text;
    this.schemeEnd = schemeEnd;
    this.authority = authority;
    int end = text.length();
    this.fragment = orEnd(text.indexOf('#', authority), end);
    int query = orEnd(text.indexOf('?', authority), end);
    this.pathEnd = Math.min(query, fragment);
    this.path = Math.min(orEnd(text.indexOf('/', authority), end), pathEnd);
    int user = text.indexOf('@', authority);
    this.host = user < 0 || user >= path ? authority : text.lastIndexOf('@', path - 1) + 1;
  }

  private static int orEnd(int place, int end) {
    return place < 0 ? end : place;
  }

  /** The URL; null if the text is neither that nor a path. */
  static @Nullable Url parse(String text) {
    if (text.startsWith("/")) {
      return new Url(text, 0, 0);
    }
    int scheme = text.indexOf("://");
    return scheme > 0 && isScheme(text, scheme) ? new Url(text, scheme, scheme + 3) : null;
  }

  /** Empty when absent. */
  String scheme() {
    for (String scheme : SCHEMES) {
      if (schemeEnd == scheme.length() && text.startsWith(scheme)) {
        return scheme;
      }
    }
    return text.substring(0, schemeEnd);
  }

  /** Without port, user and brackets; empty when absent. */
  String host() {
    String known = hostText;
    if (known == null) {
      known = readHost();
      hostText = known;
    }
    return known;
  }

  private String readHost() {
    if (text.startsWith("[", host)) {
      int close = text.indexOf(']', host);
      return close < 0 || close >= path ? "" : text.substring(host + 1, close);
    }
    return text.substring(host, portColon());
  }

  /** 0 when absent, or none. */
  int port() {
    return Math.max(0, Address.port(text, portColon() + 1, path));
  }

  /** Where the colon before the port is, or else where the host ends. */
  private int portColon() {
    int name = text.startsWith("[", host) ? text.indexOf(']', host) : host;
    int colon = text.lastIndexOf(':', path - 1);
    return name < 0 || colon < name ? path : colon;
  }

  /** As it was sent; {@code /} when absent. */
  String path() {
    String known = pathText;
    if (known == null) {
      known = path == pathEnd ? "/" : text.substring(path, pathEnd);
      pathText = known;
    }
    return known;
  }

  /** Without its question mark; empty when absent. */
  String query() {
    return text.startsWith("?", pathEnd) ? text.substring(pathEnd + 1, fragment) : "";
  }

  /** Whether the proxy left some of it out. */
  boolean isTruncated() {
    return text.length() - path == LONGEST_PATH;
  }

  /** Whether it is cut within its path, so that the path's last part is not whole. */
  boolean isPathTruncated() {
    return isTruncated() && pathEnd == text.length();
  }

  /** Whether it is a path alone. */
  boolean isPathOnly() {
    return authority == 0;
  }

  /** The whole text without a user and password. */
  String withoutUser() {
    return host == authority ? text : text.substring(0, authority) + text.substring(host);
  }

  private static boolean isScheme(String text, int end) {
    for (int i = 0; i < end; i++) {
      char c = text.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      boolean other = (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
      if (!letter && (i == 0 || !other)) {
        return false;
      }
    }
    return true;
  }
}
