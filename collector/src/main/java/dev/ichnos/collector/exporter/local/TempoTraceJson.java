package dev.ichnos.collector.exporter.local;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.ichnos.model.Attributes;
import dev.ichnos.model.Event;
import dev.ichnos.model.Link;
import dev.ichnos.model.Resource;
import dev.ichnos.model.Scope;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanKind;
import dev.ichnos.model.Status;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes spans as Tempo's JSON has them: OTLP's messages in plain protobuf JSON, so that, unlike in
 * OTLP/JSON, ids are base64 and enums are names; fields at their default are left out
 * (grafana/tempo pkg/tempopb/trace.go, gogo jsonpb).
 */
final class TempoTraceJson {
  private final JsonGenerator json;
  private final TempoAttributeJson attributes;

  TempoTraceJson(JsonGenerator json) {
    this.json = json;
    this.attributes = new TempoAttributeJson(json);
  }

  /** Writes an array of ResourceSpans. */
  void writeResourceSpans(List<Span> spans) throws IOException {
    json.writeStartArray();
    for (var resource : group(spans).entrySet()) {
      json.writeStartObject();
      writeResource(resource.getKey());
      json.writeArrayFieldStart("scopeSpans");
      for (var scope : resource.getValue().entrySet()) {
        json.writeStartObject();
        writeScope(scope.getKey());
        json.writeArrayFieldStart("spans");
        for (Span span : scope.getValue()) {
          writeSpan(span);
        }
        json.writeEndArray();
        writeText("schemaUrl", scope.getKey().schemaUrl());
        json.writeEndObject();
      }
      json.writeEndArray();
      writeText("schemaUrl", resource.getKey().schemaUrl());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  /** Spans by resource and scope, by equality: what came in several messages meets again. */
  private static Map<Resource, Map<Scope, List<Span>>> group(List<Span> spans) {
    Map<Resource, Map<Scope, List<Span>>> groups = new LinkedHashMap<>();
    for (Span span : spans) {
      groups
          .computeIfAbsent(span.resource(), resource -> new LinkedHashMap<>())
          .computeIfAbsent(span.scope(), scope -> new ArrayList<>())
          .add(span);
    }
    return groups;
  }

  private void writeResource(Resource resource) throws IOException {
    json.writeObjectFieldStart("resource");
    writeAttributes(resource.attributes(), resource.droppedAttributesCount());
    json.writeEndObject();
  }

  private void writeScope(Scope scope) throws IOException {
    json.writeObjectFieldStart("scope");
    writeText("name", scope.name());
    writeText("version", scope.version());
    writeAttributes(scope.attributes(), scope.droppedAttributesCount());
    json.writeEndObject();
  }

  private void writeSpan(Span span) throws IOException {
    json.writeStartObject();
    writeTraceId(span.traceIdHigh(), span.traceIdLow());
    writeId("spanId", span.spanId());
    writeText("traceState", span.traceState());
    if (span.parentSpanId() != 0) {
      writeId("parentSpanId", span.parentSpanId());
    }
    writeText("name", span.name());
    if (span.kind() != SpanKind.UNSPECIFIED) {
      json.writeStringField("kind", "SPAN_KIND_" + span.kind().name());
    }
    writeNanos("startTimeUnixNano", span.startEpochNanos());
    writeNanos("endTimeUnixNano", span.endEpochNanos());
    writeAttributes(span.attributes(), span.droppedAttributesCount());
    if (!span.events().isEmpty()) {
      json.writeArrayFieldStart("events");
      for (Event event : span.events()) {
        json.writeStartObject();
        writeNanos("timeUnixNano", event.epochNanos());
        writeText("name", event.name());
        writeAttributes(event.attributes(), event.droppedAttributesCount());
        json.writeEndObject();
      }
      json.writeEndArray();
    }
    writeCount("droppedEventsCount", span.droppedEventsCount());
    if (!span.links().isEmpty()) {
      json.writeArrayFieldStart("links");
      for (Link link : span.links()) {
        writeLink(link);
      }
      json.writeEndArray();
    }
    writeCount("droppedLinksCount", span.droppedLinksCount());
    writeStatus(span.status());
    writeCount("flags", span.flags());
    json.writeEndObject();
  }

  private void writeLink(Link link) throws IOException {
    json.writeStartObject();
    writeTraceId(link.traceIdHigh(), link.traceIdLow());
    writeId("spanId", link.spanId());
    writeText("traceState", link.traceState());
    writeAttributes(link.attributes(), link.droppedAttributesCount());
    writeCount("flags", link.flags());
    json.writeEndObject();
  }

  /** Present even when unset: Tempo's Status is a message, which it always stores. */
  private void writeStatus(Status status) throws IOException {
    json.writeObjectFieldStart("status");
    writeText("message", status.message());
    if (status.code() != Status.Code.UNSET) {
      json.writeStringField("code", "STATUS_CODE_" + status.code().name());
    }
    json.writeEndObject();
  }

  private void writeAttributes(Attributes values, int dropped) throws IOException {
    if (!values.isEmpty()) {
      json.writeFieldName("attributes");
      attributes.write(values);
    }
    writeCount("droppedAttributesCount", dropped);
  }

  private void writeTraceId(long high, long low) throws IOException {
    json.writeBinaryField(
        "traceId", ByteBuffer.allocate(Long.BYTES * 2).putLong(high).putLong(low).array());
  }

  private void writeId(String field, long id) throws IOException {
    json.writeBinaryField(field, ByteBuffer.allocate(Long.BYTES).putLong(id).array());
  }

  private void writeText(String field, String value) throws IOException {
    if (!value.isEmpty()) {
      json.writeStringField(field, value);
    }
  }

  /** A 64-bit number, which protobuf's JSON writes as text. */
  private void writeNanos(String field, long value) throws IOException {
    if (value != 0) {
      json.writeStringField(field, Long.toUnsignedString(value));
    }
  }

  private void writeCount(String field, int value) throws IOException {
    if (value != 0) {
      json.writeNumberField(field, Integer.toUnsignedLong(value));
    }
  }
}
