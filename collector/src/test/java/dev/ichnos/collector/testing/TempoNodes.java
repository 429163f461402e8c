package dev.ichnos.collector.testing;

import dev.ichnos.model.SpanKind;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What Tempo's service graph reads of spans: the service of the resource, and the span's own
 * attributes (grafana/tempo modules/generator/processor/servicegraphs/{servicegraphs,config}.go @
 * 3.0, with the defaults of its {@code peer_attributes} and {@code database_name_attributes}).
 */
final class TempoNodes {
  private static final List<String> PEERS =
      List.of("peer.service", "db.name", "db.system", "db.system.name");
  private static final List<String> DATABASES =
      List.of("db.namespace", "db.name", "db.system", "db.system.name");

  private TempoNodes() {}

  static ServiceGraph graph(List<ResourceSpans> stored) {
    List<ServiceGraph.Node> nodes = new ArrayList<>();
    for (ResourceSpans group : stored) {
      String service = first(texts(group.getResource().getAttributesList()), "service.name");
      for (ScopeSpans scope : group.getScopeSpansList()) {
        scope.getSpansList().forEach(span -> nodes.add(node(service, span)));
      }
    }
    return ServiceGraph.asTempo(nodes);
  }

  private static ServiceGraph.Node node(String service, Span span) {
    Map<String, String> attributes = texts(span.getAttributesList());
    return new ServiceGraph.Node(
        HexFormat.of().formatHex(span.getTraceId().toByteArray()),
        FakeTempo.id(span.getSpanId()),
        FakeTempo.id(span.getParentSpanId()),
        SpanKind.ofNumber(span.getKindValue()),
        service,
        first(attributes, PEERS.toArray(String[]::new)),
        database(attributes));
  }

  private static String database(Map<String, String> attributes) {
    String name = first(attributes, DATABASES.toArray(String[]::new));
    if (name.isEmpty()) {
      return "";
    }
    String shown = first(attributes, "peer.service", "server.address");
    String address = first(attributes, "network.peer.address");
    if (shown.isEmpty() && !address.isEmpty()) {
      String port = first(attributes, "network.peer.port");
      return port.isEmpty() ? address : address + ":" + port;
    }
    return shown.isEmpty() ? name : shown;
  }

  private static String first(Map<String, String> attributes, String... keys) {
    for (String key : keys) {
      String value = attributes.getOrDefault(key, "");
      if (!value.isEmpty()) {
        return value;
      }
    }
    return "";
  }

  private static Map<String, String> texts(List<KeyValue> attributes) {
    Map<String, String> texts = new LinkedHashMap<>();
    for (KeyValue one : attributes) {
      AnyValue value = one.getValue();
      texts.put(
          one.getKey(),
          value.hasIntValue() ? Long.toString(value.getIntValue()) : value.getStringValue());
    }
    return texts;
  }
}
