package dev.ichnos.collector.testing;

import dev.ichnos.model.SpanKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a backend's map of services shows of the spans that it was sent.
 *
 * @param loose the halves of calls that found no other half, as text: an edge is missing for each
 */
public record ServiceGraph(Set<Edge> edges, List<String> loose) {
  /** Whom Tempo has call a root SERVER span that names no peer. */
  public static final String USER = "user";

  /** What an edge was seen by. */
  public enum Connection {
    /** Both halves of a call. */
    CALL,
    /** A producer and a consumer. */
    MESSAGING,
    /** The caller's half alone, which names a database. */
    DATABASE,
    /** One half alone; the other is named by it, or {@link #USER}. */
    VIRTUAL
  }

  /** One service that calls another. */
  public record Edge(String client, String server, Connection connection) {
    /** Seen by both halves of the call. */
    public static Edge call(String client, String server) {
      return new Edge(client, server, Connection.CALL);
    }

    /** Seen by one half of the call. */
    public static Edge virtual(String client, String server) {
      return new Edge(client, server, Connection.VIRTUAL);
    }
  }

  /**
   * A span, as far as maps look at it.
   *
   * @param service empty when absent
   * @param peer whom the span itself names at the other end; empty when absent
   * @param database as which Tempo would show it; empty if it asks none
   */
  public record Node(
      String traceId,
      long spanId,
      long parentSpanId,
      SpanKind kind,
      String service,
      String peer,
      String database) {
    private boolean asks() {
      return kind == SpanKind.CLIENT || kind == SpanKind.PRODUCER;
    }

    private boolean answers() {
      return kind == SpanKind.SERVER || kind == SpanKind.CONSUMER;
    }

    private Connection connection() {
      return kind == SpanKind.PRODUCER || kind == SpanKind.CONSUMER
          ? Connection.MESSAGING
          : Connection.CALL;
    }

    private String text() {
      return "%s %s of trace %s: span %016x, parent %016x"
          .formatted(kind, service, traceId, spanId, parentSpanId);
    }
  }

  /**
   * Tempo's service graph (grafana/tempo modules/generator/processor/servicegraphs @ 3.0, {@code
   * consume} and {@code onExpire}), once every wait is over: a CLIENT or PRODUCER span S, and a
   * SERVER or CONSUMER span of its trace whose parent is S, one to one; a span without a service is
   * passed over, one that waits under the same key as an earlier one takes its place. A CLIENT span
   * that names a database waits for nobody. An asking span that nobody answered, but that names its
   * peer, and a root SERVER span make virtual edges.
   *
   * @param spans in the order of their arrival
   */
  public static ServiceGraph asTempo(List<Node> spans) {
    Set<Edge> edges = new LinkedHashSet<>();
    List<String> loose = new ArrayList<>();
    Map<String, Node> waiting = new LinkedHashMap<>();
    for (Node span : spans) {
      if (span.service().isEmpty() || !span.asks() && !span.answers()) {
        continue;
      }
      if (span.asks() && !span.database().isEmpty()) {
        edges.add(new Edge(span.service(), span.database(), Connection.DATABASE));
        continue;
      }
      long client = span.asks() ? span.spanId() : span.parentSpanId();
      String key = span.traceId() + " " + client;
      Node other = waiting.remove(key);
      if (other != null && other.asks() != span.asks()) {
        edges.add(span.asks() ? pair(span, other) : pair(other, span));
      } else {
        if (other != null) {
          loose.add(other.text());
        }
        waiting.put(key, span);
      }
    }
    for (Node span : waiting.values()) {
      if (span.asks() && !span.peer().isEmpty()) {
        edges.add(Edge.virtual(span.service(), span.peer()));
      } else if (span.answers() && span.parentSpanId() == 0) {
        edges.add(Edge.virtual(span.peer().isEmpty() ? USER : span.peer(), span.service()));
      } else {
        loose.add(span.text());
      }
    }
    return new ServiceGraph(edges, loose);
  }

  private static Edge pair(Node client, Node server) {
    return new Edge(client.service(), server.service(), client.connection());
  }

  /**
   * A map drawn along parents, whatever the kinds: a span of one service whose parent, in the same
   * trace, is of another (Datadog's flame graph and map of services, Cloud Trace's details of a
   * trace). A span whose parent is not there hangs loose.
   */
  public static ServiceGraph alongParents(List<Node> spans) {
    Map<String, Node> byId = new HashMap<>();
    spans.forEach(span -> byId.put(span.traceId() + " " + span.spanId(), span));
    Set<Edge> edges = new LinkedHashSet<>();
    List<String> loose = new ArrayList<>();
    for (Node span : spans) {
      Node parent = byId.get(span.traceId() + " " + span.parentSpanId());
      if (parent != null && !parent.service().equals(span.service())) {
        edges.add(Edge.call(parent.service(), span.service()));
      } else if (parent == null && span.parentSpanId() != 0) {
        loose.add(span.text());
      }
    }
    return new ServiceGraph(edges, loose);
  }
}
