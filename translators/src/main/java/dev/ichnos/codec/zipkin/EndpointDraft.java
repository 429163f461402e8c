package dev.ichnos.codec.zipkin;

/** One endpoint of a Zipkin span while it is read; empty or 0 where absent. */
final class EndpointDraft {
  String serviceName = "";
  String ipv4 = "";
  String ipv6 = "";
  int port;

  void clear() {
    serviceName = "";
    ipv4 = "";
    ipv6 = "";
    port = 0;
  }

  void set(EndpointDraft other) {
    serviceName = other.serviceName;
    ipv4 = other.ipv4;
    ipv6 = other.ipv6;
    port = other.port;
  }

  /** Whether it says nothing: as good as no endpoint. */
  boolean isEmpty() {
    return serviceName.isEmpty() && ipv4.isEmpty() && ipv6.isEmpty() && port == 0;
  }

  /** Service names are told apart as Zipkin does, which lowers them. */
  boolean hasServiceOf(EndpointDraft other) {
    return serviceName.equalsIgnoreCase(other.serviceName);
  }

  boolean isSameAs(EndpointDraft other) {
    return hasServiceOf(other)
        && ipv4.equals(other.ipv4)
        && ipv6.equals(other.ipv6)
        && port == other.port;
  }
}
