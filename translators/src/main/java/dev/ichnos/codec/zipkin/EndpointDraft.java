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
}
