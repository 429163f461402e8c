package dev.ichnos.codec.skywalking;

import dev.ichnos.codec.wire.IpText;
import dev.ichnos.model.Attributes;
import dev.ichnos.semconv.OtelKeys;
import dev.ichnos.semconv.SkyWalkingKeys;

/**
 * The address of a span's other side, a text: {@code host:port}, or a host alone. Where agents know
 * more than one, or none, it is a list or a word, which then stays as it is.
 */
final class PeerAddress {
  private static final int IPV6_BYTES = 16;
  private static final int HIGHEST_PORT = 0xFFFF;
  private static final int LONGEST_HOST = 253;
  private static final int LONGEST_PORT = 5;
  private static final int NO_PORT = 0;

  private PeerAddress() {}

  /** Puts what the text says; what is there already, as a tag of the sender's own, stays. */
  static void put(String peer, SpanType type, Attributes.Builder into) {
    if (peer.isEmpty()) {
      return;
    }
    int colon = peer.lastIndexOf(':');
    int port = colon < 0 ? NO_PORT : port(peer, colon + 1);
    String host = port == NO_PORT ? peer : peer.substring(0, colon);
    if (host.length() > 2 && host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    }
    if (IpText.ipv4(host) != IpText.NONE || IpText.ipv6(host, new byte[IPV6_BYTES])) {
      put(into, OtelKeys.NETWORK_PEER_ADDRESS, host, OtelKeys.NETWORK_PEER_PORT, port);
    } else if (type == SpanType.EXIT && isHostName(host)) {
      put(into, OtelKeys.SERVER_ADDRESS, host, OtelKeys.SERVER_PORT, port);
    } else {
      into.putIfAbsent(SkyWalkingKeys.PEER, peer);
    }
  }

  private static void put(
      Attributes.Builder into, String hostKey, String host, String portKey, int port) {
    if (into.contains(hostKey)) {
      return;
    }
    into.put(hostKey, host);
    if (port != NO_PORT && !into.contains(portKey)) {
      into.put(portKey, port);
    }
  }

  private static int port(String peer, int from) {
    int length = peer.length() - from;
    if (length < 1 || length > LONGEST_PORT) {
      return NO_PORT;
    }
    int port = 0;
    for (int i = from; i < peer.length(); i++) {
      char c = peer.charAt(i);
      if (c < '0' || c > '9') {
        return NO_PORT;
      }
      port = 10 * port + c - '0';
    }
    return port <= HIGHEST_PORT ? port : NO_PORT;
  }

  private static boolean isHostName(String host) {
    if (host.isEmpty() || host.length() > LONGEST_HOST) {
      return false;
    }
    for (int i = 0; i < host.length(); i++) {
      char c = host.charAt(i);
      boolean good =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || c == '-'
              || c == '.'
              || c == '_';
      if (!good) {
        return false;
      }
    }
    return true;
  }
}
