package dev.ichnos.repair.join;

/** What tags of proxies say of addresses and paths, in comparable form. */
final class Addresses {
  private Addresses() {}

  /**
   * The IP address of {@code ip}, {@code ip:port} or {@code [ip]:port}; empty for what is no
   * address, or one that many pods have: loopback, which proxies also use among themselves, and the
   * unspecified ones.
   */
  static String ip(String address) {
    String ip = address;
    if (address.startsWith("[")) {
      int end = address.indexOf(']');
      ip = end < 0 ? "" : address.substring(1, end);
    } else {
      int colon = address.indexOf(':');
      if (colon >= 0 && colon == address.lastIndexOf(':')) {
        ip = address.substring(0, colon);
      }
    }
    return isOfOnePod(ip) ? ip : "";
  }

  private static boolean isOfOnePod(String ip) {
    if (ip.isEmpty() || ip.length() > 45 || ip.startsWith("127.")) {
      return false;
    }
    if (ip.equals("0.0.0.0") || ip.equals("::") || ip.equals("::1")) {
      return false;
    }
    boolean separated = false;
    for (int i = 0; i < ip.length(); i++) {
      char c = ip.charAt(i);
      separated |= c == '.' || c == ':';
      if (c != '.' && c != ':' && Character.digit(c, 16) < 0) {
        return false;
      }
    }
    return separated;
  }

  /** The path of a URL, or of a path with a query. */
  static String path(String url) {
    int scheme = url.indexOf("://");
    int from = scheme < 0 ? 0 : url.indexOf('/', scheme + 3);
    if (from < 0) {
      return "/";
    }
    int query = url.indexOf('?', from);
    return url.substring(from, query < 0 ? url.length() : query);
  }
}
