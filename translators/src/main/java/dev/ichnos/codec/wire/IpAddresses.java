package dev.ichnos.codec.wire;

/** Writes binary IP addresses as text: IPv4 dotted, IPv6 in the form of RFC 5952. */
public final class IpAddresses {
  private static final int IPV6_BYTES = 16;
  private static final int GROUPS = 8;

  private IpAddresses() {}

  /**
   * The address that a big-endian integer holds.
   *
   * @param address any value; one of the upper half of the range is negative in Java
   */
  public static String ipv4(int address) {
    return (address >>> 24)
        + "."
        + ((address >>> 16) & 0xFF)
        + "."
        + ((address >>> 8) & 0xFF)
        + "."
        + (address & 0xFF);
  }

  /**
   * Whether 16 bytes say an IPv4 address: {@code ::ffff:a.b.c.d} or the older {@code ::a.b.c.d}.
   */
  public static boolean isMapped(byte[] bytes, int offset) {
    for (int i = 0; i < 10; i++) {
      if (bytes[offset + i] != 0) {
        return false;
      }
    }
    int prefix = ((bytes[offset + 10] & 0xFF) << 8) | (bytes[offset + 11] & 0xFF);
    int low = int32(bytes, offset + 12);
    // Below are :: and ::1, which are IPv6's own.
    return prefix == 0xFFFF || (prefix == 0 && (low < 0 || low > 1));
  }

  /** Whether 16 bytes are all zero: no address. */
  public static boolean isUnspecified(byte[] bytes, int offset) {
    for (int i = offset; i < offset + IPV6_BYTES; i++) {
      if (bytes[i] != 0) {
        return false;
      }
    }
    return true;
  }

  /** The IPv4 address in the last four of 16 bytes, for which {@link #isMapped} is true. */
  public static int mapped(byte[] bytes, int offset) {
    return int32(bytes, offset + IPV6_BYTES - 4);
  }

  /** The text of the 16 bytes at {@code offset}: lower case, the longest run of zeros as ::. */
  public static String ipv6(byte[] bytes, int offset) {
    int bestStart = -1;
    int bestLength = 1; // a single group of zeros is written out
    for (int i = 0; i < GROUPS; i++) {
      int start = i;
      while (i < GROUPS && group(bytes, offset, i) == 0) {
        i++;
      }
      if (i - start > bestLength) {
        bestStart = start;
        bestLength = i - start;
      }
    }
    StringBuilder text = new StringBuilder(39);
    for (int i = 0; i < GROUPS; i++) {
      if (i == bestStart) {
        text.append("::");
        i += bestLength - 1;
        continue;
      }
      if (i > 0 && text.charAt(text.length() - 1) != ':') {
        text.append(':');
      }
      text.append(Integer.toHexString(group(bytes, offset, i)));
    }
    return text.toString();
  }

  private static int group(byte[] bytes, int offset, int index) {
    int at = offset + 2 * index;
    return ((bytes[at] & 0xFF) << 8) | (bytes[at + 1] & 0xFF);
  }

  /** Four bytes, the first in the highest place. */
  public static int int32(byte[] bytes, int at) {
    return (bytes[at] << 24)
        | ((bytes[at + 1] & 0xFF) << 16)
        | ((bytes[at + 2] & 0xFF) << 8)
        | (bytes[at + 3] & 0xFF);
  }
}
