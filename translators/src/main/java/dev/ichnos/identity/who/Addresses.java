package dev.ichnos.identity.who;

/** Which addresses can tell one pod from others. */
final class Addresses {
  private Addresses() {}

  /**
   * Whether it is one that another machine could have: neither loopback (Envoy's {@code 127.0.0.6},
   * by which a sidecar calls its application, among them), nor link-local, nor no address at all.
   */
  static boolean tellsPods(String ip) {
    if (ip.isEmpty()) {
      return false;
    }
    return switch (ip.charAt(0)) {
      case '0' -> false;
      case '1' -> !ip.startsWith("127.") && !ip.startsWith("169.254.");
      case ':' -> ip.startsWith("::ffff:") && tellsPods(ip.substring(7));
      case 'f', 'F' -> !isLinkLocal(ip);
      case 'l', 'L' -> false; // localhost, and never an address
      default -> true;
    };
  }

  /** {@code fe80::/10}. */
  private static boolean isLinkLocal(String ip) {
    return ip.length() > 3
        && (ip.charAt(1) == 'e' || ip.charAt(1) == 'E')
        && "89abAB".indexOf(ip.charAt(2)) >= 0;
  }
}
