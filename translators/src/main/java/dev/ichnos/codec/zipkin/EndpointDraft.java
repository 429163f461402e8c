package dev.ichnos.codec.zipkin;

import dev.ichnos.model.Attributes;

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

  /** Puts address and port, each unless a tag has taken its key; the second address apart. */
  void putAddress(
      Attributes.Builder attributes, String addressKey, String portKey, String secondAddressKey) {
    if (!ipv4.isEmpty()) {
      attributes.putIfAbsent(addressKey, ipv4);
    }
    if (!ipv6.isEmpty()) {
      attributes.putIfAbsent(ipv4.isEmpty() ? addressKey : secondAddressKey, ipv6);
    }
    if (port != 0 && !attributes.contains(portKey)) {
      attributes.put(portKey, port);
    }
  }
}
