package dev.ichnos.codec.zipkin;

import dev.ichnos.codec.wire.IpAddresses;
import org.jspecify.annotations.Nullable;

/**
 * Makes text of the binary addresses of one message's endpoints, and the same text of an IPv4
 * address that recurs, as that of a sidecar does in each of its spans.
 */
final class EndpointAddresses {
  private static final int SLOTS = 16;
  private static final int IPV4_BYTES = 4;
  private static final int IPV6_BYTES = 16;

  private final int[] addresses = new int[SLOTS];
  private final @Nullable String[] texts = new @Nullable String[SLOTS];

  /** The address that a big-endian integer holds. */
  void ipv4(EndpointDraft endpoint, int address) {
    int slot = (address ^ (address >>> 8)) & (SLOTS - 1);
    String text = texts[slot];
    if (text == null || addresses[slot] != address) {
      text = IpAddresses.ipv4(address);
      addresses[slot] = address;
      texts[slot] = text;
    }
    endpoint.ipv4 = text;
  }

  /**
   * The address of 4 bytes, or of 16: an IPv4 address written as an IPv6 one is what it is; 16
   * zeros and no bytes are none.
   *
   * @return false if there are so many bytes that this is no address
   */
  boolean read(EndpointDraft endpoint, byte[] bytes, int at, int length) {
    switch (length) {
      case 0 -> {}
      case IPV4_BYTES -> ipv4(endpoint, IpAddresses.int32(bytes, at));
      case IPV6_BYTES -> {
        if (IpAddresses.isMapped(bytes, at)) {
          ipv4(endpoint, IpAddresses.mapped(bytes, at));
        } else if (!IpAddresses.isUnspecified(bytes, at)) {
          endpoint.ipv6 = IpAddresses.ipv6(bytes, at);
        }
      }
      default -> {
        return false;
      }
    }
    return true;
  }
}
