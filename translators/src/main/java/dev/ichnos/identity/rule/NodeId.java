package dev.ichnos.identity.rule;

import org.jspecify.annotations.Nullable;

/**
 * Envoy's node id as istiod hands it out, and Envoy's tracers repeat it in the tag {@code node_id}:
 *
 * <pre>
 * type~ip~pod.namespace~domain
 * </pre>
 *
 * <p>istio pilot/pkg/model/context.go ({@code ParseServiceNodeWithMetadata}) @ 1.31: exactly four
 * parts; the pod's name may hold dots, its namespace may not, so that the last dot divides them.
 *
 * @param type lower case; see {@link Type}
 * @param ip the proxy's first address; empty when absent
 * @param pod the pod's name; empty on a machine without one
 * @param namespace the pod's namespace; empty when absent
 */
public record NodeId(Type type, String ip, String pod, String namespace) {
  /** What kind of proxy a node is. */
  public enum Type {
    /** Beside an application. */
    SIDECAR("sidecar"),
    /** A gateway. */
    ROUTER("router"),
    /** An ambient mesh's proxy for a namespace or a service: it stands for others. */
    WAYPOINT("waypoint"),
    /** An ambient mesh's proxy of a node: it stands for others. */
    ZTUNNEL("ztunnel"),
    /** A gateway of Istio's for agents: as a router. */
    AGENTGATEWAY("agentgateway");

    private final String text;

    Type(String text) {
      this.text = text;
    }

    /** As node ids have it. */
    public String text() {
      return text;
    }

    /** The type of this text; null if it is none. */
    public static @Nullable Type of(String text) {
      return type(text, text.length());
    }

    /** Whether its spans are of services that it only stands for. */
    public boolean standsForOthers() {
      return this == WAYPOINT || this == ZTUNNEL;
    }
  }

  private static final Type[] TYPES = Type.values();

  /** The node; null if the text is none. Never throws. */
  public static @Nullable NodeId parse(String text) {
    int first = text.indexOf('~');
    int second = text.indexOf('~', first + 1);
    int third = text.indexOf('~', second + 1);
    if (first < 1 || second < 0 || third < 0 || text.indexOf('~', third + 1) >= 0) {
      return null;
    }
    @Nullable Type type = type(text, first);
    if (type == null) {
      return null;
    }
    int dot = text.lastIndexOf('.', third - 1);
    boolean divided = dot > second;
    return new NodeId(
        type,
        text.substring(first + 1, second),
        text.substring(second + 1, divided ? dot : third),
        divided ? text.substring(dot + 1, third) : "");
  }

  /** The type of the node alone; null if the text is none. Never throws. */
  public static @Nullable Type typeOf(String text) {
    int first = text.indexOf('~');
    int second = text.indexOf('~', first + 1);
    int third = text.indexOf('~', second + 1);
    boolean node = first > 0 && second > 0 && third > 0 && text.indexOf('~', third + 1) < 0;
    return node ? type(text, first) : null;
  }

  private static @Nullable Type type(String text, int length) {
    for (Type type : TYPES) {
      if (type.text.length() == length && text.startsWith(type.text)) {
        return type;
      }
    }
    return null;
  }
}
