package dev.ichnos.collector.exporter.local;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.ichnos.model.AttributeList;
import dev.ichnos.model.AttributeVisitor;
import dev.ichnos.model.Attributes;
import dev.ichnos.model.Span;
import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Writes which attributes there are to search for, and which values they have. */
final class TagReply {
  private TagReply() {}

  /**
   * {@code tempopb.SearchTagsV2Response}: names by scope.
   *
   * @param scope the only one to write; empty for all
   * @param limit names of one scope at most
   */
  static void writeScopes(JsonGenerator json, List<StoredTrace> traces, String scope, long limit)
      throws IOException {
    json.writeStartObject();
    json.writeArrayFieldStart("scopes");
    for (var names : namesByScope(traces, scope, limit).entrySet()) {
      json.writeStartObject();
      json.writeStringField("name", names.getKey());
      json.writeFieldName("tags");
      writeTexts(json, names.getValue());
      json.writeEndObject();
    }
    json.writeEndArray();
    writeMetrics(json);
  }

  /** {@code tempopb.SearchTagsResponse}: names, whatever their scope. */
  static void writeNames(JsonGenerator json, List<StoredTrace> traces, String scope, long limit)
      throws IOException {
    Set<String> all = new TreeSet<>();
    for (var names : namesByScope(traces, scope, limit).entrySet()) {
      if (!names.getKey().equals("intrinsic") || scope.equals("intrinsic")) {
        all.addAll(names.getValue());
      }
    }
    json.writeStartObject();
    json.writeFieldName("tagNames");
    writeTexts(json, all);
    writeMetrics(json);
  }

  /** {@code tempopb.SearchTagValuesV2Response}: values with their types. */
  static void writeTypedValues(
      JsonGenerator json, List<StoredTrace> traces, SpanField field, Search search, long limit)
      throws IOException {
    json.writeStartObject();
    json.writeArrayFieldStart("tagValues");
    for (var value : values(traces, field, search, limit).entrySet()) {
      json.writeStartObject();
      json.writeStringField("type", value.getValue());
      json.writeStringField("value", value.getKey());
      json.writeEndObject();
    }
    json.writeEndArray();
    writeMetrics(json);
  }

  /** {@code tempopb.SearchTagValuesResponse}: values as texts. */
  static void writeValues(
      JsonGenerator json, List<StoredTrace> traces, SpanField field, Search search, long limit)
      throws IOException {
    json.writeStartObject();
    json.writeFieldName("tagValues");
    writeTexts(json, values(traces, field, search, limit).keySet());
    writeMetrics(json);
  }

  private static Map<String, Collection<String>> namesByScope(
      List<StoredTrace> traces, String scope, long limit) {
    Map<String, Names> found = new LinkedHashMap<>();
    for (String name : List.of("resource", "span", "event", "link", "instrumentation")) {
      if (scope.isEmpty() || scope.equals("none") || scope.equals(name)) {
        found.put(name, new Names(limit));
      }
    }
    for (StoredTrace trace : traces) {
      for (Span span : trace.spans()) {
        take(found.get("resource"), span.resource().attributes());
        take(found.get("span"), span.attributes());
        span.events().forEach(event -> take(found.get("event"), event.attributes()));
        span.links().forEach(link -> take(found.get("link"), link.attributes()));
        take(found.get("instrumentation"), span.scope().attributes());
      }
    }
    Map<String, Collection<String>> names = new LinkedHashMap<>();
    found.forEach(
        (name, keys) -> {
          if (!keys.keys.isEmpty()) {
            names.put(name, keys.keys);
          }
        });
    if (scope.isEmpty() || scope.equals("none") || scope.equals("intrinsic")) {
      names.put("intrinsic", SpanField.INTRINSICS);
    }
    return names;
  }

  private static void take(@Nullable Names names, Attributes attributes) {
    if (names != null) {
      attributes.forEach(names);
    }
  }

  /** Values as texts, with their types, in the order of the texts. */
  private static Map<String, String> values(
      List<StoredTrace> traces, SpanField field, Search search, long limit) {
    Map<String, String> values = new TreeMap<>();
    for (StoredTrace trace : traces) {
      if (!search.admits(trace)) {
        continue;
      }
      for (Span span : search.matches(trace)) {
        Object value = field.of(span, trace);
        if (value != null && !value.toString().isEmpty()) {
          values.put(value.toString(), SpanField.typeOf(field, value));
        }
        if (values.size() >= limit) {
          return values;
        }
      }
    }
    return values;
  }

  private static void writeTexts(JsonGenerator json, Collection<String> texts) throws IOException {
    json.writeStartArray();
    for (String text : texts) {
      json.writeString(text);
    }
    json.writeEndArray();
  }

  private static void writeMetrics(JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("metrics");
    json.writeEndObject();
    json.writeEndObject();
  }

  /** Collects keys, in order, up to a limit. */
  private static final class Names implements AttributeVisitor {
    private final long limit;
    private final Set<String> keys = new TreeSet<>();

    private Names(long limit) {
      this.limit = limit;
    }

    private void take(String key) {
      if (keys.size() < limit) {
        keys.add(key);
      }
    }

    @Override
    public void stringValue(String key, String value) {
      take(key);
    }

    @Override
    public void booleanValue(String key, boolean value) {
      take(key);
    }

    @Override
    public void longValue(String key, long value) {
      take(key);
    }

    @Override
    public void doubleValue(String key, double value) {
      take(key);
    }

    @Override
    public void bytesValue(String key, byte[] value) {
      take(key);
    }

    @Override
    public void listValue(String key, AttributeList value) {
      take(key);
    }

    @Override
    public void mapValue(String key, Attributes value) {
      take(key);
    }

    @Override
    public void emptyValue(String key) {
      take(key);
    }
  }
}
