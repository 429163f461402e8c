package dev.ichnos.identity.who;

import dev.ichnos.model.AttributeList;
import dev.ichnos.model.AttributeVisitor;
import dev.ichnos.model.Attributes;
import dev.ichnos.semconv.EnvoyKeys;
import dev.ichnos.semconv.OtelKeys;

/**
 * What a span says of its request: who took part, and where it went. Absent texts are empty. Read
 * again for every span of a batch; not thread-safe.
 */
final class Request implements AttributeVisitor {
  String nodeId = "";
  String localAddress = "";
  String upstreamCluster = "";
  String url = "";
  String serverAddress = "";
  String grpcAuthority = "";
  private String path = "";
  private String grpcPath = "";

  /** Reads the attributes of another span. */
  void read(Attributes attributes) {
    nodeId = "";
    localAddress = "";
    upstreamCluster = "";
    url = "";
    serverAddress = "";
    grpcAuthority = "";
    path = "";
    grpcPath = "";
    attributes.forEach(this);
  }

  /** Whether the request went to a path by which traces come in. */
  boolean hasTracePath() {
    return TracePaths.isIn(path) || TracePaths.isIn(grpcPath) || TracePaths.isIn(url);
  }

  @Override
  public void stringValue(String key, String value) {
    switch (key) {
      case EnvoyKeys.NODE_ID -> nodeId = value;
      case EnvoyKeys.UPSTREAM_CLUSTER -> upstreamCluster = value;
      case EnvoyKeys.GRPC_PATH -> grpcPath = value;
      case EnvoyKeys.GRPC_AUTHORITY -> grpcAuthority = value;
      case OtelKeys.HTTP_URL, OtelKeys.URL_FULL -> url = value;
      case OtelKeys.URL_PATH, OtelKeys.HTTP_TARGET -> path = value;
      case OtelKeys.SERVER_ADDRESS -> serverAddress = value;
      case OtelKeys.NETWORK_LOCAL_ADDRESS -> localAddress = value;
      default -> {}
    }
  }

  @Override
  public void booleanValue(String key, boolean value) {}

  @Override
  public void longValue(String key, long value) {}

  @Override
  public void doubleValue(String key, double value) {}

  @Override
  public void bytesValue(String key, byte[] value) {}

  @Override
  public void listValue(String key, AttributeList value) {}

  @Override
  public void mapValue(String key, Attributes value) {}

  @Override
  public void emptyValue(String key) {}
}
