package dev.ichnos.codec.otlp;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.ichnos.codec.wire.Utf8;
import dev.ichnos.model.Attributes;
import dev.ichnos.model.EntityRef;
import dev.ichnos.model.Event;
import dev.ichnos.model.Link;
import dev.ichnos.model.Resource;
import dev.ichnos.model.Scope;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanKind;
import dev.ichnos.model.Status;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.List;

/** Writes a request as JSON objects, leaving out what is absent. */
final class JsonRequestWriter {
  private static final HexFormat HEX = HexFormat.of();

  private final JsonGenerator json;
  private final JsonAttributeWriter attributes;

  JsonRequestWriter(JsonGenerator json) {
    this.json = json;
    this.attributes = new JsonAttributeWriter(json);
  }

  void request(String outerName, List<SpanGroups.ResourceGroup> groups) throws IOException {
    json.writeStartObject();
    json.writeArrayFieldStart(outerName);
    for (SpanGroups.ResourceGroup group : groups) {
      json.writeStartObject();
      resource(group.resource);
      json.writeArrayFieldStart("scopeSpans");
      for (SpanGroups.ScopeGroup scopeGroup : group.scopeGroups()) {
        scopeSpans(scopeGroup);
      }
      json.writeEndArray();
      text("schemaUrl", group.resource.schemaUrl());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void resource(Resource resource) throws IOException {
    json.writeObjectFieldStart("resource");
    attributes(resource.attributes());
    count("droppedAttributesCount", resource.droppedAttributesCount());
    if (!resource.entityRefs().isEmpty()) {
      json.writeArrayFieldStart("entityRefs");
      for (EntityRef ref : resource.entityRefs()) {
        json.writeStartObject();
        text("schemaUrl", ref.schemaUrl());
        text("type", ref.type());
        texts("idKeys", ref.idKeys());
        texts("descriptionKeys", ref.descriptionKeys());
        json.writeEndObject();
      }
      json.writeEndArray();
    }
    json.writeEndObject();
  }

  private void scopeSpans(SpanGroups.ScopeGroup group) throws IOException {
    json.writeStartObject();
    Scope scope = group.scope;
    json.writeObjectFieldStart("scope");
    text("name", scope.name());
    text("version", scope.version());
    attributes(scope.attributes());
    count("droppedAttributesCount", scope.droppedAttributesCount());
    json.writeEndObject();
    json.writeArrayFieldStart("spans");
    for (Span span : group.spans) {
      span(span);
    }
    json.writeEndArray();
    text("schemaUrl", scope.schemaUrl());
    json.writeEndObject();
  }

  private void span(Span span) throws IOException {
    json.writeStartObject();
    traceId(span.traceIdHigh(), span.traceIdLow());
    spanId("spanId", span.spanId());
    text("traceState", span.traceState());
    spanId("parentSpanId", span.parentSpanId());
    count("flags", span.flags());
    text("name", span.name());
    if (span.kind() != SpanKind.UNSPECIFIED) {
      json.writeNumberField("kind", span.kind().number());
    }
    time("startTimeUnixNano", span.startEpochNanos());
    time("endTimeUnixNano", span.endEpochNanos());
    attributes(span.attributes());
    count("droppedAttributesCount", span.droppedAttributesCount());
    events(span.events());
    count("droppedEventsCount", span.droppedEventsCount());
    links(span.links());
    count("droppedLinksCount", span.droppedLinksCount());
    status(span.status());
    json.writeEndObject();
  }

  private void events(List<Event> events) throws IOException {
    if (events.isEmpty()) {
      return;
    }
    json.writeArrayFieldStart("events");
    for (Event event : events) {
      json.writeStartObject();
      time("timeUnixNano", event.epochNanos());
      text("name", event.name());
      attributes(event.attributes());
      count("droppedAttributesCount", event.droppedAttributesCount());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void links(List<Link> links) throws IOException {
    if (links.isEmpty()) {
      return;
    }
    json.writeArrayFieldStart("links");
    for (Link link : links) {
      json.writeStartObject();
      traceId(link.traceIdHigh(), link.traceIdLow());
      spanId("spanId", link.spanId());
      text("traceState", link.traceState());
      attributes(link.attributes());
      count("droppedAttributesCount", link.droppedAttributesCount());
      count("flags", link.flags());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void status(Status status) throws IOException {
    if (status.equals(Status.UNSET)) {
      return;
    }
    json.writeObjectFieldStart("status");
    text("message", status.message());
    if (status.code() != Status.Code.UNSET) {
      json.writeNumberField("code", status.code().number());
    }
    json.writeEndObject();
  }

  private void attributes(Attributes list) throws IOException {
    if (list.isEmpty()) {
      return;
    }
    json.writeArrayFieldStart("attributes");
    try {
      list.forEach(attributes.pairs());
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    json.writeEndArray();
  }

  private void traceId(long high, long low) throws IOException {
    json.writeStringField("traceId", HEX.toHexDigits(high) + HEX.toHexDigits(low));
  }

  private void spanId(String name, long id) throws IOException {
    if (id != 0) {
      json.writeStringField(name, HEX.toHexDigits(id));
    }
  }

  private void time(String name, long nanos) throws IOException {
    if (nanos != 0) {
      json.writeStringField(name, Long.toString(nanos));
    }
  }

  private void count(String name, int count) throws IOException {
    if (count != 0) {
      json.writeNumberField(name, Integer.toUnsignedLong(count));
    }
  }

  private void text(String name, String value) throws IOException {
    if (!value.isEmpty()) {
      json.writeStringField(name, Utf8.mend(value));
    }
  }

  private void texts(String name, List<String> values) throws IOException {
    if (values.isEmpty()) {
      return;
    }
    json.writeArrayFieldStart(name);
    for (String value : values) {
      json.writeString(Utf8.mend(value));
    }
    json.writeEndArray();
  }
}
