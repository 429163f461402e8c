package dev.ichnos.identity.rule;

import org.jspecify.annotations.Nullable;

/**
 * The name of an Envoy cluster as Istio builds it, which spans repeat in {@code upstream_cluster}:
 *
 * <pre>
 * outbound|9080|v1|reviews.default.svc.cluster.local   direction|port|subset|host
 * outbound_.9080_.v1_.reviews.default.svc...           the same, as an SNI
 * inbound|9080||                                       to the application of this pod
 * inbound-vip|8080|http/v1|reviews.default.svc...;     a waypoint's, with a protocol
 * PassthroughCluster, BlackHoleCluster, InboundPassthroughCluster[Ipv4|Ipv6]
 * </pre>
 *
 * <p>istio pilot/pkg/model/service.go ({@code BuildSubsetKey}, {@code BuildDNSSrvSubsetKey}) and
 * pilot/pkg/networking/core/waypoint.go @ 1.31.
 *
 * @param direction where it leads
 * @param port of the service, 1 to 65535; 0 when absent
 * @param subset the destination rule's subset, without a waypoint's protocol; empty when absent
 * @param host the service's name; empty when the cluster names none
 */
public record UpstreamCluster(Direction direction, int port, String subset, String host) {
  /** Where a cluster leads. */
  public enum Direction {
    /** From the proxy to another service. */
    OUTBOUND,
    /** To the application that the proxy stands before. */
    INBOUND,
    /** At a waypoint, to the service that it stands before. */
    INBOUND_VIP,
    /** To an address that the mesh does not know. */
    PASSTHROUGH,
    /** To the application, on a port that the mesh does not know. */
    INBOUND_PASSTHROUGH,
    /** Nowhere. */
    BLACK_HOLE
  }

  /** The cluster; null if the text is none of Istio's. Never throws. */
  public static @Nullable UpstreamCluster parse(String text) {
    if (text.startsWith("outbound_.")) {
      return serverName(text);
    }
    int first = text.indexOf('|');
    if (first < 0) {
      return special(text);
    }
    int second = text.indexOf('|', first + 1);
    int third = text.indexOf('|', second + 1);
    if (second < 0 || third < 0 || text.indexOf('|', third + 1) >= 0) {
      return null;
    }
    @Nullable Direction direction = direction(text, first);
    if (direction == null) {
      return null;
    }
    String host = text.substring(third + 1);
    if (host.endsWith(";")) {
      host = host.substring(0, host.length() - 1);
    }
    return new UpstreamCluster(
        direction,
        port(text, first + 1, second),
        subset(direction, text.substring(second + 1, third)),
        host);
  }

  /** Whether the span that names it is of the side that answers. */
  public boolean isInbound() {
    return direction == Direction.INBOUND || direction == Direction.INBOUND_PASSTHROUGH;
  }

  /** Whether the span that names it is of the side that asks. */
  public boolean isOutbound() {
    return direction == Direction.OUTBOUND
        || direction == Direction.PASSTHROUGH
        || direction == Direction.BLACK_HOLE;
  }

  private static @Nullable Direction direction(String text, int length) {
    if (length == "outbound".length() && text.startsWith("outbound")) {
      return Direction.OUTBOUND;
    }
    if (length == "inbound".length() && text.startsWith("inbound")) {
      return Direction.INBOUND;
    }
    return length == "inbound-vip".length() && text.startsWith("inbound-vip")
        ? Direction.INBOUND_VIP
        : null;
  }

  private static @Nullable UpstreamCluster special(String text) {
    if (text.startsWith("InboundPassthroughCluster")) {
      return new UpstreamCluster(Direction.INBOUND_PASSTHROUGH, 0, "", "");
    }
    return switch (text) {
      case "PassthroughCluster" -> new UpstreamCluster(Direction.PASSTHROUGH, 0, "", "");
      case "BlackHoleCluster" -> new UpstreamCluster(Direction.BLACK_HOLE, 0, "", "");
      default -> null;
    };
  }

  private static @Nullable UpstreamCluster serverName(String text) {
    String[] parts = text.split("_\\.", -1);
    return parts.length == 4
        ? new UpstreamCluster(
            Direction.OUTBOUND, port(parts[1], 0, parts[1].length()), parts[2], parts[3])
        : null;
  }

  /** A waypoint writes the protocol before the subset, or alone. */
  private static String subset(Direction direction, String text) {
    if (direction == Direction.OUTBOUND) {
      return text;
    }
    int slash = text.indexOf('/');
    return slash < 0 ? "" : text.substring(slash + 1);
  }

  private static int port(String text, int from, int to) {
    int port = 0;
    for (int i = from; i < to; i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9 || i - from == 5) {
        return 0;
      }
      port = port * 10 + digit;
    }
    return port <= 65_535 ? port : 0;
  }
}
