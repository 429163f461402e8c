package dev.ichnos.collector.it;

import com.google.protobuf.ByteString;
import dev.ichnos.collector.testing.FakeTempo;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A span as a backend with Tempo's rules has stored it.
 *
 * @param resource attributes of its resource; text and whole numbers as such, others as text
 */
public record ArrivedSpan(Map<String, Object> resource, Span span) {
  /** What has arrived for a service. */
  static List<ArrivedSpan> ofService(FakeTempo backend, String service) {
    return all(backend).stream().filter(one -> one.service().equals(service)).toList();
  }

  /** All that has arrived. */
  public static List<ArrivedSpan> all(FakeTempo backend) {
    List<ArrivedSpan> spans = new ArrayList<>();
    for (ResourceSpans group : backend.stored()) {
      Map<String, Object> resource = values(group.getResource().getAttributesList());
      group.getScopeSpansList().stream()
          .flatMap(scope -> scope.getSpansList().stream())
          .forEach(span -> spans.add(new ArrivedSpan(resource, span)));
    }
    return spans;
  }

  public String service() {
    return String.valueOf(resource.getOrDefault("service.name", ""));
  }

  public String traceId() {
    return hex(span.getTraceId());
  }

  public String spanId() {
    return hex(span.getSpanId());
  }

  /** Empty for a root. */
  public String parentId() {
    return hex(span.getParentSpanId());
  }

  public Map<String, Object> attributes() {
    return values(span.getAttributesList());
  }

  /** Names and attributes of its events, as text. */
  String events() {
    StringBuilder text = new StringBuilder();
    span.getEventsList()
        .forEach(event -> text.append(event.getName()).append(values(event.getAttributesList())));
    return text.toString();
  }

  private static Map<String, Object> values(List<KeyValue> attributes) {
    Map<String, Object> values = new LinkedHashMap<>();
    attributes.forEach(one -> values.put(one.getKey(), value(one.getValue())));
    return values;
  }

  private static Object value(AnyValue value) {
    return switch (value.getValueCase()) {
      case STRING_VALUE -> value.getStringValue();
      case INT_VALUE -> value.getIntValue();
      case BOOL_VALUE -> value.getBoolValue();
      case DOUBLE_VALUE -> value.getDoubleValue();
      default -> value.toString();
    };
  }

  private static String hex(ByteString id) {
    return HexFormat.of().formatHex(id.toByteArray());
  }
}
