package dev.ichnos.collector.exporter.local;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.ichnos.model.Attributes;
import dev.ichnos.model.Span;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;

/** Writes what a search found, as {@code tempopb.SearchResponse} in protobuf's JSON. */
final class SearchReply {
  /** Tempo's own words for a trace whose root has not come. */
  private static final String NO_ROOT = "<root span not yet received>";

  private SearchReply() {}

  /**
   * Writes the newest traces that the search admits.
   *
   * @param limit traces at most
   * @param spansPerSet spans of one trace at most
   */
  static void write(
      JsonGenerator json, List<StoredTrace> traces, Search search, long limit, long spansPerSet)
      throws IOException {
    json.writeStartObject();
    json.writeArrayFieldStart("traces");
    long written = 0;
    long inspected = 0;
    long bytes = 0;
    for (StoredTrace trace : traces) {
      if (written == limit) {
        break;
      }
      inspected++;
      bytes += trace.bytes();
      if (!search.admits(trace)) {
        continue;
      }
      List<Span> matched = search.matches(trace);
      if (!matched.isEmpty()) {
        writeTrace(json, trace, matched, search, spansPerSet);
        written++;
      }
    }
    json.writeEndArray();
    json.writeObjectFieldStart("metrics");
    json.writeNumberField("inspectedTraces", inspected);
    json.writeStringField("inspectedBytes", Long.toString(bytes));
    json.writeNumberField("completedJobs", 1);
    json.writeNumberField("totalJobs", 1);
    json.writeEndObject();
    json.writeEndObject();
  }

  private static void writeTrace(
      JsonGenerator json, StoredTrace trace, List<Span> matched, Search search, long spansPerSet)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("traceID", withoutLeadingZeros(trace.id().hex()));
    String service = trace.rootServiceName();
    json.writeStringField("rootServiceName", service.isEmpty() ? NO_ROOT : service);
    if (!trace.rootName().isEmpty()) {
      json.writeStringField("rootTraceName", trace.rootName());
    }
    json.writeStringField("startTimeUnixNano", Long.toString(trace.startEpochNanos()));
    long millis = trace.durationNanos() / 1_000_000;
    if (millis > 0) {
      json.writeNumberField("durationMs", millis);
    }
    json.writeFieldName("spanSet"); // deprecated by Tempo, and still read by Grafana
    writeSpanSet(json, trace, matched, search, spansPerSet);
    json.writeArrayFieldStart("spanSets");
    writeSpanSet(json, trace, matched, search, spansPerSet);
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void writeSpanSet(
      JsonGenerator json, StoredTrace trace, List<Span> matched, Search search, long spansPerSet)
      throws IOException {
    json.writeStartObject();
    json.writeArrayFieldStart("spans");
    for (Span span : matched.subList(0, (int) Math.min(matched.size(), spansPerSet))) {
      json.writeStartObject();
      json.writeStringField("spanID", HexFormat.of().toHexDigits(span.spanId()));
      json.writeStringField("name", span.name());
      json.writeStringField("startTimeUnixNano", Long.toString(span.startEpochNanos()));
      json.writeStringField(
          "durationNanos",
          Long.toString(Math.max(0, span.endEpochNanos() - span.startEpochNanos())));
      Attributes asked = asked(span, trace, search);
      if (!asked.isEmpty()) {
        json.writeFieldName("attributes");
        new TempoAttributeJson(json).write(asked);
      }
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeNumberField("matched", matched.size());
    json.writeEndObject();
  }

  /** The values that the search asked about, as Tempo shows them beside the span. */
  private static Attributes asked(Span span, StoredTrace trace, Search search) {
    Attributes.Builder asked = Attributes.builder();
    for (Condition condition : search.conditions()) {
      String key = condition.field().key();
      Object value = condition.field().of(span, trace);
      if (value instanceof Long number) {
        asked.put(key, number);
      } else if (value instanceof Double number) {
        asked.put(key, number);
      } else if (value instanceof Boolean bool) {
        asked.put(key, bool);
      } else if (value != null) {
        asked.put(key, value.toString());
      }
    }
    return asked.build();
  }

  /** Tempo pads trace ids in search results only when told to. */
  private static String withoutLeadingZeros(String hex) {
    int first = 0;
    while (first < hex.length() - 1 && hex.charAt(first) == '0') {
      first++;
    }
    return hex.substring(first);
  }
}
