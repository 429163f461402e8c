package dev.ichnos.identity.who;

import dev.ichnos.semconv.EnvoyKeys;
import dev.ichnos.semconv.IstioKeys;
import dev.ichnos.semconv.OtelKeys;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What an attribute of a span tells of who produced it. */
enum Clue {
  NODE_ID(EnvoyKeys.NODE_ID),
  ZONE(EnvoyKeys.ZONE),
  UPSTREAM_CLUSTER(EnvoyKeys.UPSTREAM_CLUSTER),
  CANONICAL_SERVICE(IstioKeys.CANONICAL_SERVICE),
  CANONICAL_REVISION(IstioKeys.CANONICAL_REVISION),
  NAMESPACE(IstioKeys.NAMESPACE),
  MESH(IstioKeys.MESH_ID),
  CLUSTER(IstioKeys.CLUSTER_ID),
  DESTINATION_SERVICE(IstioKeys.DESTINATION_CANONICAL_SERVICE),
  DESTINATION_REVISION(IstioKeys.DESTINATION_CANONICAL_REVISION),
  DESTINATION_NAMESPACE(IstioKeys.DESTINATION_NAMESPACE),
  DESTINATION_CLUSTER(IstioKeys.DESTINATION_CLUSTER_ID),
  SOURCE_SERVICE(IstioKeys.SOURCE_CANONICAL_SERVICE),
  SOURCE_REVISION(IstioKeys.SOURCE_CANONICAL_REVISION),
  SOURCE_NAMESPACE(IstioKeys.SOURCE_NAMESPACE),
  SOURCE_CLUSTER(IstioKeys.SOURCE_CLUSTER_ID),
  LOCAL_ADDRESS(OtelKeys.NETWORK_LOCAL_ADDRESS),
  CERTIFICATE("x-forwarded-client-cert", OtelKeys.HTTP_REQUEST_HEADER + "x-forwarded-client-cert"),
  SERVICE_NAME(OtelKeys.SERVICE_NAME);

  private static final Clue[] ALL = values();
  private static final Map<String, Clue> BY_KEY = byKey();

  private final String key;

  /** Under which it stands as well; empty if there is none. */
  private final String otherKey;

  Clue(String key) {
    this(key, "");
  }

  Clue(String key, String otherKey) {
    this.key = key;
    this.otherKey = otherKey;
  }

  /** What the key is of; null if it tells nothing. */
  static @Nullable Clue of(String key) {
    return BY_KEY.get(key);
  }

  private static Map<String, Clue> byKey() {
    Map<String, Clue> byKey = new HashMap<>();
    for (Clue clue : ALL) {
      byKey.put(clue.key, clue);
      if (!clue.otherKey.isEmpty()) {
        byKey.put(clue.otherKey, clue);
      }
    }
    return byKey;
  }
}
