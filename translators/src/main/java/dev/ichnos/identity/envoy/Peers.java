package dev.ichnos.identity.envoy;

import dev.ichnos.identity.rule.NodeId;
import dev.ichnos.identity.rule.UpstreamCluster;
import org.jspecify.annotations.Nullable;

/** Who is on the other side of the call: its address, and its service. */
final class Peers {
  private Peers() {}

  static void apply(ProxySpan proxy, Draft draft) {
    if (!draft.stable) {
      return;
    }
    addresses(proxy, draft);
    if (proxy.answers()) {
      caller(proxy, draft);
    } else if (proxy.asks()) {
      called(proxy, draft);
    }
    server(proxy, draft);
    if (proxy.cluster != null) {
      draft.putUnlessEmpty(Tag.DESTINATION_SUBSET, proxy.cluster.subset());
    }
  }

  private static void addresses(ProxySpan proxy, Draft draft) {
    Tags tags = proxy.tags;
    boolean attempt = !proxy.isOfRequest() || proxy.isAttempt();
    if (proxy.asks() && !attempt) {
      callerOfAsking(proxy, draft);
      peer(tags, tags.text(Tag.UPSTREAM_ADDRESS), draft);
      // A sidecar that asks does so for its own pod: its caller says nothing.
      if (proxy.node == NodeId.Type.ROUTER) {
        client(tags, Address.parse(tags.text(Tag.PEER_ADDRESS)), draft);
      }
      return;
    }
    boolean callerIsPeer = proxy.answers() && !attempt;
    if (callerIsPeer && draft.legacy) {
      draft.putUnlessEmpty(Tag.PEER_ADDRESS, tags.text(Tag.NETWORK_PEER_ADDRESS));
    }
    String peer = tags.text(Tag.PEER_ADDRESS);
    if (peer.isEmpty() && proxy.asks()) {
      peer = tags.text(Tag.UPSTREAM_ADDRESS);
    }
    @Nullable Address address = peer(tags, peer, draft);
    if (callerIsPeer) {
      client(tags, address, draft);
    }
  }

  /**
   * Who called a proxy that asks. By SkyWalking's tracer, or in the conventions' names, that came
   * under the name that here means the host called: it goes back to the proxy's own.
   */
  private static void callerOfAsking(ProxySpan proxy, Draft draft) {
    Tags tags = proxy.tags;
    String stated = tags.text(Tag.NETWORK_PEER_ADDRESS);
    if (stated.isEmpty() || tags.has(Tag.PEER_ADDRESS)) {
      return;
    }
    Address peer = Address.parse(stated);
    Address host = Address.parse(tags.text(Tag.UPSTREAM_ADDRESS));
    boolean isCaller =
        host == null ? proxy.isOneOfSkyWalking() : peer == null || !host.text().equals(peer.text());
    if (isCaller) {
      draft.put(Tag.PEER_ADDRESS, stated);
      draft.remove(Tag.NETWORK_PEER_ADDRESS);
      draft.remove(Tag.NETWORK_PEER_PORT);
    }
  }

  /** The peer's address as it is now; null if it is none. */
  private static @Nullable Address peer(Tags tags, String text, Draft draft) {
    String stated = tags.text(Tag.NETWORK_PEER_ADDRESS);
    Address address = Address.parse(stated.isEmpty() ? text : stated);
    if (address == null) {
      return null;
    }
    if (stated.isEmpty()) {
      draft.put(Tag.NETWORK_PEER_ADDRESS, address.text());
    } else if (!stated.equals(address.text())) {
      // The newest proxies write address and port as one.
      draft.replace(Tag.NETWORK_PEER_ADDRESS, address.text());
    }
    if (address.port() > 0) {
      draft.put(Tag.NETWORK_PEER_PORT, address.port());
    }
    if (address.unix()) {
      draft.put(Tag.NETWORK_TRANSPORT, "unix");
    }
    if (stated.isEmpty() && text.equals(tags.text(Tag.PEER_ADDRESS))) {
      draft.retire(Tag.PEER_ADDRESS);
    }
    return address;
  }

  /** The request's own word on where it came from goes above the connection's. */
  private static void client(Tags tags, @Nullable Address caller, Draft draft) {
    boolean forwarded = tags.has(Tag.FORWARDED_FOR) || tags.has(Tag.FORWARDED_FOR_HEADER);
    if (caller != null && !caller.unix() && !forwarded) {
      draft.put(Tag.CLIENT_ADDRESS, caller.text());
    }
  }

  /** The service that called, by a waypoint's word or else by its own. */
  private static void caller(ProxySpan proxy, Draft draft) {
    Tags tags = proxy.tags;
    String service = first(tags, Tag.SOURCE_CANONICAL_SERVICE, Tag.SOURCE_APP, Tag.SOURCE_WORKLOAD);
    if (!service.isEmpty()) {
      service(service, known(tags, Tag.SOURCE_NAMESPACE), draft);
      return;
    }
    String stated = tags.text(Tag.DOWNSTREAM_CLUSTER);
    if (!stated.isEmpty() && !stated.equals("-")) {
      // Istio's node cluster: app.namespace, and no namespace has a dot.
      int dot = stated.lastIndexOf('.');
      boolean divided = dot > 0 && dot + 1 < stated.length();
      service(
          divided ? stated.substring(0, dot) : stated,
          divided ? stated.substring(dot + 1) : "",
          draft);
    }
    if (!stated.isEmpty()) {
      draft.retire(Tag.DOWNSTREAM_CLUSTER);
    }
  }

  private static void called(ProxySpan proxy, Draft draft) {
    Tags tags = proxy.tags;
    String service =
        first(
            tags, Tag.DESTINATION_CANONICAL_SERVICE, Tag.DESTINATION_APP, Tag.DESTINATION_WORKLOAD);
    Upstream upstream = proxy.upstream;
    if (tags.has(Tag.PEER_SERVICE)) {
      service(tags.text(Tag.PEER_SERVICE), "", draft);
    } else if (!service.isEmpty()) {
      draft.put(Tag.PEER_SERVICE, service);
      service(service, known(tags, Tag.DESTINATION_NAMESPACE), draft);
    } else if (!upstream.service().isEmpty()) {
      draft.put(Tag.PEER_SERVICE, upstream.service());
      service(upstream.service(), upstream.namespace(), draft);
    }
    if (tags.text(Tag.DOWNSTREAM_CLUSTER).equals("-")) {
      draft.retire(Tag.DOWNSTREAM_CLUSTER);
    }
  }

  private static void service(String name, String namespace, Draft draft) {
    if (!name.isEmpty() && !draft.has(Tag.SERVICE_PEER_NAME)) {
      draft.put(Tag.SERVICE_PEER_NAME, name);
      draft.putUnlessEmpty(Tag.SERVICE_PEER_NAMESPACE, namespace);
    }
  }

  /** Which server was meant: the cluster's host, or the URL's, or the route's. */
  private static void server(ProxySpan proxy, Draft draft) {
    if (draft.has(Tag.SERVER_ADDRESS)) {
      return;
    }
    UpstreamCluster cluster = proxy.cluster;
    if (cluster != null && !cluster.host().isEmpty()) {
      server(cluster.host(), cluster.port(), draft);
      return;
    }
    Url url = proxy.url;
    if (url != null && !url.host().isEmpty()) {
      Urls.server(url, draft);
      return;
    }
    @Nullable Operation route = Operation.parse(proxy.said());
    if (route != null && route.namesHost()) {
      server(route.host(), route.port(), draft);
    }
  }

  private static void server(String host, int port, Draft draft) {
    draft.put(Tag.SERVER_ADDRESS, host);
    if (port > 0) {
      draft.put(Tag.SERVER_PORT, port);
    }
  }

  private static String first(Tags tags, Tag one, Tag other, Tag last) {
    String text = known(tags, one);
    text = text.isEmpty() ? known(tags, other) : text;
    return text.isEmpty() ? known(tags, last) : text;
  }

  /** Istio says {@code unknown} where it does not know. */
  private static String known(Tags tags, Tag tag) {
    String text = tags.stated(tag);
    return text.equals("unknown") ? "" : text;
  }
}
