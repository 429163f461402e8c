package dev.ichnos.collector.demo;

import dev.ichnos.model.Span;
import dev.ichnos.model.SpanKind;
import dev.ichnos.model.TraceId;
import dev.ichnos.semconv.OtelKeys;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Who calls whom, as a backend's map of services reads spans.
 *
 * @param edges {@code caller -> callee}
 * @param loose spans that should have made an edge and did not, or whose parent is not there
 */
record CallGraph(Set<String> edges, int loose) {
  /** Whom a root SERVER span was called by. */
  static final String USER = "user";

  CallGraph {
    edges = Set.copyOf(edges);
  }

  /**
   * Tempo's: a CLIENT or PRODUCER span, and a SERVER or CONSUMER span of the same trace that names
   * it as its parent (grafana/tempo modules/generator/processor/servicegraphs @ 3.0).
   */
  static CallGraph ofHalves(List<Span> spans) {
    Set<String> edges = new TreeSet<>();
    Map<SpanKey, Span> clients = new HashMap<>();
    spans.stream().filter(CallGraph::asks).forEach(span -> clients.put(SpanKey.of(span), span));
    int loose = 0;
    for (Span span : spans) {
      if (span.kind() != SpanKind.SERVER && span.kind() != SpanKind.CONSUMER) {
        continue;
      }
      Span client = clients.remove(SpanKey.parentOf(span));
      if (client != null) {
        edges.add(edge(service(client), service(span)));
      } else if (span.parentSpanId() == 0) {
        edges.add(edge(USER, service(span)));
      } else {
        loose++;
      }
    }
    return new CallGraph(edges, loose + clients.size());
  }

  /** One along parents: a span whose parent, in the same trace, is of another service. */
  static CallGraph ofParents(List<Span> spans) {
    Set<String> edges = new TreeSet<>();
    Map<SpanKey, Span> byKey = new HashMap<>();
    spans.forEach(span -> byKey.put(SpanKey.of(span), span));
    int loose = 0;
    for (Span span : spans) {
      Span parent = byKey.get(SpanKey.parentOf(span));
      if (parent != null && !service(parent).equals(service(span))) {
        edges.add(edge(service(parent), service(span)));
      } else if (parent == null && span.parentSpanId() != 0) {
        loose++;
      }
    }
    return new CallGraph(edges, loose);
  }

  static String edge(String caller, String callee) {
    return caller + " -> " + callee;
  }

  /** All edges, in the order of the alphabet. */
  String text() {
    return String.join(", ", new TreeSet<>(edges));
  }

  private static boolean asks(Span span) {
    return span.kind() == SpanKind.CLIENT || span.kind() == SpanKind.PRODUCER;
  }

  private static String service(Span span) {
    return span.resource().attributes().string(OtelKeys.SERVICE_NAME);
  }

  private record SpanKey(TraceId traceId, long spanId) {
    static SpanKey of(Span span) {
      return new SpanKey(new TraceId(span.traceIdHigh(), span.traceIdLow()), span.spanId());
    }

    static SpanKey parentOf(Span span) {
      return new SpanKey(new TraceId(span.traceIdHigh(), span.traceIdLow()), span.parentSpanId());
    }
  }
}
