package dev.ichnos.repair;

import dev.ichnos.identity.ids.ReceivedNames;
import dev.ichnos.model.Attributes;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanFixtures;
import dev.ichnos.model.SpanKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Spans of one trace, and what a test wants to know of it. */
final class Calls {
  static final long MILLI = 1_000_000;

  private Calls() {}

  /** A span from millisecond {@code start} to {@code end}. */
  static Span span(
      long id, long parent, SpanKind kind, String service, String ip, long start, long end) {
    return Span.builder()
        .traceId(SpanFixtures.TRACE_HIGH, SpanFixtures.TRACE_LOW)
        .spanId(id)
        .parentSpanId(parent)
        .name("GET /")
        .kind(kind)
        .startEpochNanos(SpanFixtures.START + start * MILLI)
        .endEpochNanos(SpanFixtures.START + end * MILLI)
        .attributes(Attributes.of("network.local.address", ip))
        .resource(SpanFixtures.service(service))
        .build();
  }

  /** The same, reported by a proxy of this type. */
  static Span proxy(
      String type,
      long id,
      long parent,
      SpanKind kind,
      String service,
      String ip,
      long start,
      long end) {
    Span span = span(id, parent, kind, service, ip, start, end);
    return span.toBuilder()
        .attributes(
            span.attributes().toBuilder()
                .put("component", "proxy")
                .put("node_id", type + "~" + ip + "~" + service + "-1.default~default.svc")
                .build())
        .build();
  }

  static Span with(Span span, String key, String value) {
    return span.toBuilder()
        .attributes(span.attributes().toBuilder().put(key, value).build())
        .build();
  }

  static List<Span> repair(RepairSettings settings, Span... spans) {
    return new TraceRepair(settings)
        .repair(Arrays.asList(spans), null, RepairObserver.NONE)
        .spans();
  }

  static Map<String, Integer> counts(RepairSettings settings, Span... spans) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    new TraceRepair(settings).repair(Arrays.asList(spans), null, new CountingObserver(counts));
    return counts;
  }

  static Span byId(List<Span> spans, long id) {
    return spans.stream().filter(span -> span.spanId() == id).findFirst().orElseThrow();
  }

  /**
   * The edges that Tempo's metrics generator draws: a SERVER span meets the CLIENT span that is its
   * direct parent (grafana/tempo modules/generator/processor/servicegraphs @ 2.8). Each edge stands
   * as often as it was met.
   */
  static List<String> tempoEdges(List<Span> spans) {
    Map<Long, Span> clients = new LinkedHashMap<>();
    spans.stream()
        .filter(span -> span.kind() == SpanKind.CLIENT)
        .forEach(span -> clients.put(span.spanId(), span));
    List<String> edges = new ArrayList<>();
    for (Span span : spans) {
      Span client = clients.get(span.parentSpanId());
      if (span.kind() == SpanKind.SERVER && client != null) {
        edges.add(ReceivedNames.service(client) + " > " + ReceivedNames.service(span));
      }
    }
    edges.sort(null);
    return edges;
  }

  /** How many spans count in span metrics, by service and kind. */
  static TreeSet<String> counted(List<Span> spans) {
    TreeSet<String> counted = new TreeSet<>();
    for (Span span : spans) {
      if (span.kind() != SpanKind.INTERNAL) {
        String what = ReceivedNames.service(span) + " " + span.kind();
        while (!counted.add(what)) {
          what += " again";
        }
      }
    }
    return counted;
  }
}
