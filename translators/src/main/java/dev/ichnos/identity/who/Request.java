package dev.ichnos.identity.who;

import dev.ichnos.model.Attributes;
import dev.ichnos.model.KeyPlaces;
import dev.ichnos.semconv.EnvoyKeys;
import dev.ichnos.semconv.OtelKeys;
import org.jspecify.annotations.Nullable;

/**
 * What a span says of its request: who took part, and where it went. Absent texts are empty. Read
 * again for every span of a batch; not thread-safe.
 */
final class Request {
  private static final Part[] PARTS = Part.values();
  private static final KeyPlaces PLACES = new KeyPlaces(Request::meaning);

  private enum Part {
    NODE_ID,
    UPSTREAM_CLUSTER,
    GRPC_PATH,
    GRPC_AUTHORITY,
    URL,
    PATH,
    SERVER_ADDRESS,
    LOCAL_ADDRESS
  }

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
    KeyPlaces.Order order = PLACES.of(attributes);
    for (int i = 0; i < order.count(); i++) {
      read(PARTS[order.meaning(i)], attributes.stringAt(order.place(i)));
    }
  }

  /** Whether the request went to a path by which traces come in. */
  boolean hasTracePath() {
    return TracePaths.isIn(path) || TracePaths.isIn(grpcPath) || TracePaths.isIn(url);
  }

  private void read(Part part, String value) {
    switch (part) {
      case NODE_ID -> nodeId = value;
      case UPSTREAM_CLUSTER -> upstreamCluster = value;
      case GRPC_PATH -> grpcPath = value;
      case GRPC_AUTHORITY -> grpcAuthority = value;
      case URL -> url = value;
      case PATH -> path = value;
      case SERVER_ADDRESS -> serverAddress = value;
      case LOCAL_ADDRESS -> localAddress = value;
    }
  }

  @SuppressWarnings("EnumOrdinal") // a number is what a key means
  private static int meaning(String key) {
    @Nullable Part part =
        switch (key) {
          case EnvoyKeys.NODE_ID -> Part.NODE_ID;
          case EnvoyKeys.UPSTREAM_CLUSTER -> Part.UPSTREAM_CLUSTER;
          case EnvoyKeys.GRPC_PATH -> Part.GRPC_PATH;
          case EnvoyKeys.GRPC_AUTHORITY -> Part.GRPC_AUTHORITY;
          case OtelKeys.HTTP_URL, OtelKeys.URL_FULL -> Part.URL;
          case OtelKeys.URL_PATH, OtelKeys.HTTP_TARGET -> Part.PATH;
          case OtelKeys.SERVER_ADDRESS -> Part.SERVER_ADDRESS;
          case OtelKeys.NETWORK_LOCAL_ADDRESS -> Part.LOCAL_ADDRESS;
          default -> null;
        };
    return part == null ? KeyPlaces.NOTHING : part.ordinal();
  }
}
