package dev.ichnos.codec.zipkin;

import dev.ichnos.codec.wire.IpAddresses;
import dev.ichnos.codec.wire.IpText;
import org.jspecify.annotations.Nullable;

/**
 * One endpoint of a span that is written; every part is absent when empty or 0. The attributes that
 * may belong to it are noted first, in any order; {@link #settle} then takes those that do.
 */
final class OutgoingEndpoint {
  private static final int HIGHEST_PORT = 0xFFFF;
  private static final int IPV6_BYTES = 16;

  private final String addressKey;
  private final String secondKey;
  private final String portKey;
  private final byte[] ipv6Bytes = new byte[IPV6_BYTES];

  private @Nullable String address;
  private @Nullable String second;
  private long portNumber;
  private boolean portNoted;

  String serviceName = "";
  private String ipv4 = "";
  private int ipv4Bits;
  private String ipv6 = "";
  private int port;

  /**
   * An empty endpoint.
   *
   * @param addressKey the attribute of its address, of either kind
   * @param secondKey the attribute of its IPv6 address where the first is IPv4
   * @param portKey the attribute of its port, an integer
   */
  OutgoingEndpoint(String addressKey, String secondKey, String portKey) {
    this.addressKey = addressKey;
    this.secondKey = secondKey;
    this.portKey = portKey;
  }

  void clear() {
    address = null;
    second = null;
    portNoted = false;
    serviceName = "";
    ipv4 = "";
    ipv6 = "";
    port = 0;
  }

  void noteAddress(String value) {
    address = value;
  }

  void noteSecond(String value) {
    second = value;
  }

  void notePort(long value) {
    portNumber = value;
    portNoted = true;
  }

  /** Takes what was noted; what is no address or port stays a tag. */
  void settle(TagList tags) {
    if (address != null && !ipv4(address) && !ipv6(address)) {
      tags.add(addressKey, address);
    }
    if (second != null && (ipv4.isEmpty() || !ipv6(second))) {
      tags.add(secondKey, second);
    }
    if (!portNoted) {
      return;
    }
    if (portNumber > 0 && portNumber <= HIGHEST_PORT) {
      port = (int) portNumber;
    } else {
      tags.add(portKey, Long.toString(portNumber));
    }
  }

  /** Whether {@code text} may name a service: it says something, and is no bare address. */
  static boolean isName(String text) {
    return !text.isEmpty()
        && IpText.ipv4(text) == IpText.NONE
        && !IpText.ipv6(text, new byte[IPV6_BYTES]);
  }

  private boolean ipv4(String text) {
    long bits = IpText.ipv4(text);
    if (bits == IpText.NONE) {
      return false;
    }
    ipv4 = text;
    ipv4Bits = (int) bits;
    return true;
  }

  /** As Zipkin does: an IPv4 address written as an IPv6 one is what it is, zeros are none. */
  private boolean ipv6(String text) {
    if (!IpText.ipv6(text, ipv6Bytes) || IpAddresses.isUnspecified(ipv6Bytes, 0)) {
      return false;
    }
    if (IpAddresses.isMapped(ipv6Bytes, 0)) {
      return ipv4.isEmpty() && ipv4(IpAddresses.ipv4(IpAddresses.mapped(ipv6Bytes, 0)));
    }
    ipv6 = IpAddresses.ipv6(ipv6Bytes, 0);
    return true;
  }

  boolean isEmpty() {
    return serviceName.isEmpty() && ipv4.isEmpty() && ipv6.isEmpty() && port == 0;
  }

  /** As it came. */
  String ipv4() {
    return ipv4;
  }

  /** The bytes of {@link #ipv4}, the first in the highest place. */
  int ipv4Bits() {
    return ipv4Bits;
  }

  /** In the form of RFC 5952, however it came. */
  String ipv6() {
    return ipv6;
  }

  /** The bytes of {@link #ipv6}, not to be changed. */
  byte[] ipv6Bytes() {
    return ipv6Bytes;
  }

  int port() {
    return port;
  }
}
