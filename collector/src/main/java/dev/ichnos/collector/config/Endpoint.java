package dev.ichnos.collector.config;

import java.util.Objects;

/**
 * A host and a port: {@code 127.0.0.1:9411}, {@code tempo.tempo.svc:4317}, {@code [::1]:4318}.
 *
 * @param host a name or an IP address, without brackets
 * @param port 0 to 65535; 0 lets the system choose, where one listens
 */
public record Endpoint(String host, int port) {
  public Endpoint {
    Objects.requireNonNull(host, "host");
    if (host.isEmpty() || port < 0 || port > 65_535) {
      throw new IllegalArgumentException(
          host + ":" + port + " (expected: HOST:PORT with a port from 0 to 65535)");
    }
  }

  /**
   * Reads {@code HOST:PORT}.
   *
   * @throws IllegalArgumentException if there is no port, or it is out of range
   */
  public static Endpoint parse(String text) {
    int colon = text.lastIndexOf(':');
    if (colon <= 0) {
      throw new IllegalArgumentException(text + " (expected: HOST:PORT)");
    }
    String host = text.substring(0, colon);
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    } else if (host.indexOf(':') >= 0) {
      throw new IllegalArgumentException(text + " (expected: [IPV6]:PORT)");
    }
    try {
      return new Endpoint(host, Integer.parseInt(text.substring(colon + 1)));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          text + " (expected: HOST:PORT with a port from 0 to 65535)", e);
    }
  }

  @Override
  public String toString() {
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }
}
