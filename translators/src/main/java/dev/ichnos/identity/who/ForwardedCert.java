package dev.ichnos.identity.who;

/**
 * Reads {@code x-forwarded-client-cert} as Envoy writes it, one element for each proxy on the way,
 * the nearest last:
 *
 * <pre>
 * By=spiffe://cluster.local/ns/default/sa/details;Hash=…;URI=spiffe://cluster.local/ns/…/sa/…
 * </pre>
 */
final class ForwardedCert {
  private ForwardedCert() {}

  /** The namespace of who accepted the call; empty when the text does not say. */
  static String by(String text) {
    return namespace(text, "By=");
  }

  /** The namespace of who made the call; empty when the text does not say. */
  static String uri(String text) {
    return namespace(text, "URI=");
  }

  private static String namespace(String text, String field) {
    int at = text.lastIndexOf(field);
    if (at < 0 || !text.startsWith("spiffe://", at + field.length())) {
      return "";
    }
    int end = at + field.length();
    while (end < text.length() && ";,\"".indexOf(text.charAt(end)) < 0) {
      end++;
    }
    int from = text.indexOf("/ns/", at);
    int to = from < 0 ? -1 : text.indexOf('/', from + 4);
    return to > 0 && to < end ? text.substring(from + 4, to) : "";
  }
}
