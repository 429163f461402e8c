package dev.ichnos.codec.otlp;

import static dev.ichnos.codec.wire.ProtoMessageWriter.LONG;
import static dev.ichnos.codec.wire.ProtoMessageWriter.MEDIUM;
import static dev.ichnos.codec.wire.ProtoMessageWriter.SHORT;

import dev.ichnos.codec.wire.ProtoMessageWriter;
import dev.ichnos.model.EntityRef;
import dev.ichnos.model.Event;
import dev.ichnos.model.Link;
import dev.ichnos.model.Resource;
import dev.ichnos.model.Scope;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanKind;
import dev.ichnos.model.Status;

/** Writes a request, group by group. */
final class ProtoRequestWriter {
  private final ProtoMessageWriter out;
  private final ProtoAttributeWriter attributes;

  ProtoRequestWriter(ProtoMessageWriter out) {
    this.out = out;
    this.attributes = new ProtoAttributeWriter(out);
  }

  void resourceSpans(SpanGroups.ResourceGroup group) {
    int content = out.begin(OtlpFields.REQUEST_RESOURCE_SPANS, LONG);
    resource(group.resource);
    for (SpanGroups.ScopeGroup scopeGroup : group.scopeGroups()) {
      scopeSpans(scopeGroup);
    }
    text(OtlpFields.RESOURCE_SPANS_SCHEMA_URL, group.resource.schemaUrl());
    out.end(content, LONG);
  }

  private void resource(Resource resource) {
    int content = out.begin(OtlpFields.RESOURCE_SPANS_RESOURCE, MEDIUM);
    attributes.write(OtlpFields.RESOURCE_ATTRIBUTES, resource.attributes());
    count(OtlpFields.RESOURCE_DROPPED_ATTRIBUTES, resource.droppedAttributesCount());
    for (EntityRef ref : resource.entityRefs()) {
      int entityRef = out.begin(OtlpFields.RESOURCE_ENTITY_REFS, SHORT);
      text(OtlpFields.ENTITY_SCHEMA_URL, ref.schemaUrl());
      text(OtlpFields.ENTITY_TYPE, ref.type());
      for (String key : ref.idKeys()) {
        out.text(OtlpFields.ENTITY_ID_KEYS, key);
      }
      for (String key : ref.descriptionKeys()) {
        out.text(OtlpFields.ENTITY_DESCRIPTION_KEYS, key);
      }
      out.end(entityRef, SHORT);
    }
    out.endUnlessEmpty(content, MEDIUM);
  }

  private void scopeSpans(SpanGroups.ScopeGroup group) {
    int content = out.begin(OtlpFields.RESOURCE_SPANS_SCOPE_SPANS, LONG);
    scope(group.scope);
    for (Span span : group.spans) {
      span(span);
    }
    text(OtlpFields.SCOPE_SPANS_SCHEMA_URL, group.scope.schemaUrl());
    out.end(content, LONG);
  }

  private void scope(Scope scope) {
    int content = out.begin(OtlpFields.SCOPE_SPANS_SCOPE, SHORT);
    text(OtlpFields.SCOPE_NAME, scope.name());
    text(OtlpFields.SCOPE_VERSION, scope.version());
    attributes.write(OtlpFields.SCOPE_ATTRIBUTES, scope.attributes());
    count(OtlpFields.SCOPE_DROPPED_ATTRIBUTES, scope.droppedAttributesCount());
    out.endUnlessEmpty(content, SHORT);
  }

  private void span(Span span) {
    int content = out.begin(OtlpFields.SCOPE_SPANS_SPANS, MEDIUM);
    out.id(OtlpFields.SPAN_TRACE_ID, span.traceIdHigh(), span.traceIdLow());
    spanId(OtlpFields.SPAN_SPAN_ID, span.spanId());
    text(OtlpFields.SPAN_TRACE_STATE, span.traceState());
    // A root's parent is absent: eight zero bytes are a parent to Tempo, and its root never comes.
    spanId(OtlpFields.SPAN_PARENT_SPAN_ID, span.parentSpanId());
    text(OtlpFields.SPAN_NAME, span.name());
    if (span.kind() != SpanKind.UNSPECIFIED) {
      out.varint(OtlpFields.SPAN_KIND, span.kind().number());
    }
    time(OtlpFields.SPAN_START, span.startEpochNanos());
    time(OtlpFields.SPAN_END, span.endEpochNanos());
    attributes.write(OtlpFields.SPAN_ATTRIBUTES, span.attributes());
    count(OtlpFields.SPAN_DROPPED_ATTRIBUTES, span.droppedAttributesCount());
    for (Event event : span.events()) {
      event(event);
    }
    count(OtlpFields.SPAN_DROPPED_EVENTS, span.droppedEventsCount());
    for (Link link : span.links()) {
      link(link);
    }
    count(OtlpFields.SPAN_DROPPED_LINKS, span.droppedLinksCount());
    status(span.status());
    flags(OtlpFields.SPAN_FLAGS, span.flags());
    out.end(content, MEDIUM);
  }

  private void event(Event event) {
    int content = out.begin(OtlpFields.SPAN_EVENTS, SHORT);
    time(OtlpFields.EVENT_TIME, event.epochNanos());
    text(OtlpFields.EVENT_NAME, event.name());
    attributes.write(OtlpFields.EVENT_ATTRIBUTES, event.attributes());
    count(OtlpFields.EVENT_DROPPED_ATTRIBUTES, event.droppedAttributesCount());
    out.end(content, SHORT);
  }

  private void link(Link link) {
    int content = out.begin(OtlpFields.SPAN_LINKS, SHORT);
    out.id(OtlpFields.LINK_TRACE_ID, link.traceIdHigh(), link.traceIdLow());
    spanId(OtlpFields.LINK_SPAN_ID, link.spanId());
    text(OtlpFields.LINK_TRACE_STATE, link.traceState());
    attributes.write(OtlpFields.LINK_ATTRIBUTES, link.attributes());
    count(OtlpFields.LINK_DROPPED_ATTRIBUTES, link.droppedAttributesCount());
    flags(OtlpFields.LINK_FLAGS, link.flags());
    out.end(content, SHORT);
  }

  private void status(Status status) {
    int content = out.begin(OtlpFields.SPAN_STATUS, SHORT);
    text(OtlpFields.STATUS_MESSAGE, status.message());
    if (status.code() != Status.Code.UNSET) {
      out.varint(OtlpFields.STATUS_CODE, status.code().number());
    }
    out.endUnlessEmpty(content, SHORT);
  }

  private void spanId(int tag, long id) {
    if (id != 0) {
      out.id(tag, id);
    }
  }

  private void time(int tag, long nanos) {
    if (nanos != 0) {
      out.fixed64(tag, nanos);
    }
  }

  private void flags(int tag, int flags) {
    if (flags != 0) {
      out.fixed32(tag, flags);
    }
  }

  private void count(int tag, int count) {
    if (count != 0) {
      out.varint(tag, Integer.toUnsignedLong(count));
    }
  }

  private void text(int tag, String value) {
    if (!value.isEmpty()) {
      out.text(tag, value);
    }
  }
}
