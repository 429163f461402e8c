package dev.ichnos.codec.otlp;

import dev.ichnos.codec.wire.ProtoWriter;
import dev.ichnos.model.EntityRef;
import dev.ichnos.model.Event;
import dev.ichnos.model.Link;
import dev.ichnos.model.Resource;
import dev.ichnos.model.Scope;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanKind;
import dev.ichnos.model.Status;
import java.io.IOException;
import java.util.List;

/** Writes a request: the second half of encoding, in the order that {@link ProtoSizer} measured. */
final class ProtoRequestWriter {
  private static final int TRACE_ID_BYTES = 16;
  private static final int SPAN_ID_BYTES = 8;

  private final ProtoWriter out;
  private final ProtoSizes sizes;
  private final ProtoAttributeWriter attributes;

  ProtoRequestWriter(ProtoWriter out, ProtoSizes sizes) {
    this.out = out;
    this.sizes = sizes;
    this.attributes = new ProtoAttributeWriter(out, sizes);
  }

  void request(List<SpanGroups.ResourceGroup> groups) throws IOException {
    for (SpanGroups.ResourceGroup group : groups) {
      message(OtlpFields.REQUEST_RESOURCE_SPANS);
      resource(group.resource);
      for (SpanGroups.ScopeGroup scopeGroup : group.scopeGroups()) {
        message(OtlpFields.RESOURCE_SPANS_SCOPE_SPANS);
        scopeSpans(scopeGroup);
      }
      text(OtlpFields.RESOURCE_SPANS_SCHEMA_URL, group.resource.schemaUrl());
    }
  }

  private void resource(Resource resource) throws IOException {
    if (!optional(OtlpFields.RESOURCE_SPANS_RESOURCE)) {
      return;
    }
    attributes.write(OtlpFields.RESOURCE_ATTRIBUTES, resource.attributes());
    count(OtlpFields.RESOURCE_DROPPED_ATTRIBUTES, resource.droppedAttributesCount());
    for (EntityRef ref : resource.entityRefs()) {
      message(OtlpFields.RESOURCE_ENTITY_REFS);
      text(OtlpFields.ENTITY_SCHEMA_URL, ref.schemaUrl());
      text(OtlpFields.ENTITY_TYPE, ref.type());
      for (String key : ref.idKeys()) {
        element(OtlpFields.ENTITY_ID_KEYS, key);
      }
      for (String key : ref.descriptionKeys()) {
        element(OtlpFields.ENTITY_DESCRIPTION_KEYS, key);
      }
    }
  }

  private void scopeSpans(SpanGroups.ScopeGroup group) throws IOException {
    scope(group.scope);
    for (Span span : group.spans) {
      message(OtlpFields.SCOPE_SPANS_SPANS);
      span(span);
    }
    text(OtlpFields.SCOPE_SPANS_SCHEMA_URL, group.scope.schemaUrl());
  }

  private void scope(Scope scope) throws IOException {
    if (!optional(OtlpFields.SCOPE_SPANS_SCOPE)) {
      return;
    }
    text(OtlpFields.SCOPE_NAME, scope.name());
    text(OtlpFields.SCOPE_VERSION, scope.version());
    attributes.write(OtlpFields.SCOPE_ATTRIBUTES, scope.attributes());
    count(OtlpFields.SCOPE_DROPPED_ATTRIBUTES, scope.droppedAttributesCount());
  }

  private void span(Span span) throws IOException {
    traceId(OtlpFields.SPAN_TRACE_ID, span.traceIdHigh(), span.traceIdLow());
    spanId(OtlpFields.SPAN_SPAN_ID, span.spanId());
    text(OtlpFields.SPAN_TRACE_STATE, span.traceState());
    // A root's parent is absent: eight zero bytes are a parent to Tempo, and its root never comes.
    spanId(OtlpFields.SPAN_PARENT_SPAN_ID, span.parentSpanId());
    text(OtlpFields.SPAN_NAME, span.name());
    if (span.kind() != SpanKind.UNSPECIFIED) {
      out.writeTag(OtlpFields.SPAN_KIND);
      out.writeVarint(span.kind().number());
    }
    time(OtlpFields.SPAN_START, span.startEpochNanos());
    time(OtlpFields.SPAN_END, span.endEpochNanos());
    attributes.write(OtlpFields.SPAN_ATTRIBUTES, span.attributes());
    count(OtlpFields.SPAN_DROPPED_ATTRIBUTES, span.droppedAttributesCount());
    for (Event event : span.events()) {
      message(OtlpFields.SPAN_EVENTS);
      event(event);
    }
    count(OtlpFields.SPAN_DROPPED_EVENTS, span.droppedEventsCount());
    for (Link link : span.links()) {
      message(OtlpFields.SPAN_LINKS);
      link(link);
    }
    count(OtlpFields.SPAN_DROPPED_LINKS, span.droppedLinksCount());
    status(span.status());
    flags(OtlpFields.SPAN_FLAGS, span.flags());
  }

  private void event(Event event) throws IOException {
    time(OtlpFields.EVENT_TIME, event.epochNanos());
    text(OtlpFields.EVENT_NAME, event.name());
    attributes.write(OtlpFields.EVENT_ATTRIBUTES, event.attributes());
    count(OtlpFields.EVENT_DROPPED_ATTRIBUTES, event.droppedAttributesCount());
  }

  private void link(Link link) throws IOException {
    traceId(OtlpFields.LINK_TRACE_ID, link.traceIdHigh(), link.traceIdLow());
    spanId(OtlpFields.LINK_SPAN_ID, link.spanId());
    text(OtlpFields.LINK_TRACE_STATE, link.traceState());
    attributes.write(OtlpFields.LINK_ATTRIBUTES, link.attributes());
    count(OtlpFields.LINK_DROPPED_ATTRIBUTES, link.droppedAttributesCount());
    flags(OtlpFields.LINK_FLAGS, link.flags());
  }

  private void status(Status status) throws IOException {
    if (!optional(OtlpFields.SPAN_STATUS)) {
      return;
    }
    text(OtlpFields.STATUS_MESSAGE, status.message());
    if (status.code() != Status.Code.UNSET) {
      out.writeTag(OtlpFields.STATUS_CODE);
      out.writeVarint(status.code().number());
    }
  }

  private void traceId(int tag, long high, long low) throws IOException {
    out.writeHeader(tag, TRACE_ID_BYTES);
    out.writeBigEndian64(high);
    out.writeBigEndian64(low);
  }

  private void spanId(int tag, long id) throws IOException {
    if (id != 0) {
      out.writeHeader(tag, SPAN_ID_BYTES);
      out.writeBigEndian64(id);
    }
  }

  private void time(int tag, long nanos) throws IOException {
    if (nanos != 0) {
      out.writeTag(tag);
      out.writeFixed64(nanos);
    }
  }

  private void flags(int tag, int flags) throws IOException {
    if (flags != 0) {
      out.writeTag(tag);
      out.writeFixed32(flags);
    }
  }

  private void count(int tag, int count) throws IOException {
    if (count != 0) {
      out.writeTag(tag);
      out.writeVarint(Integer.toUnsignedLong(count));
    }
  }

  private void text(int tag, String value) throws IOException {
    if (!value.isEmpty()) {
      element(tag, value);
    }
  }

  private void element(int tag, String value) throws IOException {
    out.writeText(tag, value, sizes.next());
  }

  private void message(int tag) throws IOException {
    out.writeHeader(tag, sizes.next());
  }

  /** Begins a message, unless it would be empty. */
  private boolean optional(int tag) throws IOException {
    int size = sizes.next();
    if (size == 0) {
      return false;
    }
    out.writeHeader(tag, size);
    return true;
  }
}
