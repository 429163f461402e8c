package dev.ichnos.collector.demo;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which headers applications copy from a request that they take to those that they make. All copy
 * {@code x-request-id}, as Istio's own samples always have.
 */
enum Forwarding {
  CLOUD_TRACE("x-cloud-trace-context alone"),
  B3("B3 alone"),
  BOTH("both"),
  NEITHER("neither");

  private final String text;

  Forwarding(String text) {
    this.text = text;
  }

  /** For people: {@code B3 alone}. */
  String text() {
    return text;
  }

  /** The headers of a request that an application makes while it answers this one. */
  Map<String, String> copied(Map<String, String> taken) {
    Map<String, String> made = new HashMap<>();
    copy(MeshHeaders.REQUEST_ID, taken, made);
    headers().forEach(header -> copy(header, taken, made));
    return made;
  }

  private List<String> headers() {
    return switch (this) {
      case CLOUD_TRACE -> List.of(MeshHeaders.CLOUD_TRACE);
      case B3 -> MeshHeaders.B3;
      case BOTH -> MeshHeaders.CLOUD_TRACE_AND_B3;
      case NEITHER -> List.of();
    };
  }

  private static void copy(String header, Map<String, String> from, Map<String, String> to) {
    String value = from.getOrDefault(header, "");
    if (!value.isEmpty()) {
      to.put(header, value);
    }
  }
}
