package dev.ichnos.codec.otlp;

import com.google.protobuf.ByteString;
import dev.ichnos.model.AttributeList;
import dev.ichnos.model.AttributeVisitor;
import dev.ichnos.model.Attributes;
import dev.ichnos.model.EntityRef;
import dev.ichnos.model.Event;
import dev.ichnos.model.Link;
import dev.ichnos.model.Resource;
import dev.ichnos.model.Sampled;
import dev.ichnos.model.Scope;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanKind;
import dev.ichnos.model.Status;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.common.v1.KeyValueList;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Says the same as the codecs by OTLP's generated classes: slow, simple, and from another hand. */
final class Oracle {
  private Oracle() {}

  /** The request that an encoder must write for these spans. */
  static ExportTraceServiceRequest request(List<Span> spans) {
    Map<Resource, Map<Scope, List<Span>>> groups = new LinkedHashMap<>();
    for (Span span : spans) {
      groups
          .computeIfAbsent(span.resource(), key -> new LinkedHashMap<>())
          .computeIfAbsent(span.scope(), key -> new ArrayList<>())
          .add(span);
    }
    ExportTraceServiceRequest.Builder request = ExportTraceServiceRequest.newBuilder();
    groups.forEach(
        (resource, scopes) -> {
          ResourceSpans.Builder resourceSpans = ResourceSpans.newBuilder();
          resourceSpans.setSchemaUrl(resource.schemaUrl());
          if (!resource.withAttributes(resource.attributes()).equals(urlOnly(resource))) {
            resourceSpans.setResource(resource(resource));
          }
          scopes.forEach(
              (scope, members) -> {
                ScopeSpans.Builder scopeSpans = ScopeSpans.newBuilder();
                scopeSpans.setSchemaUrl(scope.schemaUrl());
                InstrumentationScope written = scope(scope);
                if (!written.equals(InstrumentationScope.getDefaultInstance())) {
                  scopeSpans.setScope(written);
                }
                members.forEach(span -> scopeSpans.addSpans(span(span)));
                resourceSpans.addScopeSpans(scopeSpans);
              });
          request.addResourceSpans(resourceSpans);
        });
    return request.build();
  }

  /** The spans that a decoder must find in this request, all of whose ids are good. */
  static List<Span> spans(ExportTraceServiceRequest request) {
    List<Span> spans = new ArrayList<>();
    for (ResourceSpans resourceSpans : request.getResourceSpansList()) {
      Resource resource =
          new Resource(
              attributes(resourceSpans.getResource().getAttributesList()),
              resourceSpans.getResource().getDroppedAttributesCount(),
              resourceSpans.getResource().getEntityRefsList().stream()
                  .map(
                      ref ->
                          new EntityRef(
                              ref.getSchemaUrl(),
                              ref.getType(),
                              ref.getIdKeysList(),
                              ref.getDescriptionKeysList()))
                  .toList(),
              resourceSpans.getSchemaUrl());
      for (ScopeSpans scopeSpans : resourceSpans.getScopeSpansList()) {
        InstrumentationScope read = scopeSpans.getScope();
        Scope scope =
            new Scope(
                read.getName(),
                read.getVersion(),
                attributes(read.getAttributesList()),
                read.getDroppedAttributesCount(),
                scopeSpans.getSchemaUrl());
        scopeSpans.getSpansList().forEach(span -> spans.add(span(span, resource, scope)));
      }
    }
    return spans;
  }

  private static Resource urlOnly(Resource resource) {
    return new Resource(Attributes.EMPTY, 0, List.of(), resource.schemaUrl());
  }

  private static io.opentelemetry.proto.resource.v1.Resource resource(Resource resource) {
    io.opentelemetry.proto.resource.v1.Resource.Builder written =
        io.opentelemetry.proto.resource.v1.Resource.newBuilder()
            .addAllAttributes(keyValues(resource.attributes()))
            .setDroppedAttributesCount(resource.droppedAttributesCount());
    for (EntityRef ref : resource.entityRefs()) {
      written.addEntityRefs(
          io.opentelemetry.proto.common.v1.EntityRef.newBuilder()
              .setSchemaUrl(ref.schemaUrl())
              .setType(ref.type())
              .addAllIdKeys(ref.idKeys())
              .addAllDescriptionKeys(ref.descriptionKeys()));
    }
    return written.build();
  }

  private static InstrumentationScope scope(Scope scope) {
    return InstrumentationScope.newBuilder()
        .setName(scope.name())
        .setVersion(scope.version())
        .addAllAttributes(keyValues(scope.attributes()))
        .setDroppedAttributesCount(scope.droppedAttributesCount())
        .build();
  }

  private static io.opentelemetry.proto.trace.v1.Span span(Span span) {
    io.opentelemetry.proto.trace.v1.Span.Builder written =
        io.opentelemetry.proto.trace.v1.Span.newBuilder()
            .setTraceId(bytes(span.traceIdHigh(), span.traceIdLow()))
            .setSpanId(bytes(span.spanId()))
            .setTraceState(span.traceState())
            .setName(span.name())
            .setKindValue(span.kind().number())
            .setStartTimeUnixNano(span.startEpochNanos())
            .setEndTimeUnixNano(span.endEpochNanos())
            .addAllAttributes(keyValues(span.attributes()))
            .setDroppedAttributesCount(span.droppedAttributesCount())
            .setDroppedEventsCount(span.droppedEventsCount())
            .setDroppedLinksCount(span.droppedLinksCount())
            .setFlags(span.flags());
    if (span.parentSpanId() != 0) {
      written.setParentSpanId(bytes(span.parentSpanId()));
    }
    for (Event event : span.events()) {
      written.addEvents(
          io.opentelemetry.proto.trace.v1.Span.Event.newBuilder()
              .setTimeUnixNano(event.epochNanos())
              .setName(event.name())
              .addAllAttributes(keyValues(event.attributes()))
              .setDroppedAttributesCount(event.droppedAttributesCount()));
    }
    for (Link link : span.links()) {
      written.addLinks(
          io.opentelemetry.proto.trace.v1.Span.Link.newBuilder()
              .setTraceId(bytes(link.traceIdHigh(), link.traceIdLow()))
              .setSpanId(link.spanId() == 0 ? ByteString.EMPTY : bytes(link.spanId()))
              .setTraceState(link.traceState())
              .addAllAttributes(keyValues(link.attributes()))
              .setDroppedAttributesCount(link.droppedAttributesCount())
              .setFlags(link.flags()));
    }
    if (!span.status().equals(Status.UNSET)) {
      written.setStatus(
          io.opentelemetry.proto.trace.v1.Status.newBuilder()
              .setCodeValue(span.status().code().number())
              .setMessage(span.status().message()));
    }
    return written.build();
  }

  private static Span span(
      io.opentelemetry.proto.trace.v1.Span read, Resource resource, Scope scope) {
    return Span.builder()
        .resource(resource)
        .scope(scope)
        .traceId(number(read.getTraceId(), 0), number(read.getTraceId(), 8))
        .spanId(number(read.getSpanId(), 0))
        .parentSpanId(read.getParentSpanId().isEmpty() ? 0 : number(read.getParentSpanId(), 0))
        .traceState(read.getTraceState())
        .name(read.getName())
        .kind(SpanKind.ofNumber(read.getKindValue()))
        .startEpochNanos(read.getStartTimeUnixNano())
        .startAbsent(read.getStartTimeUnixNano() == 0)
        .endEpochNanos(read.getEndTimeUnixNano())
        .endAbsent(read.getEndTimeUnixNano() == 0)
        .attributes(attributes(read.getAttributesList()))
        .droppedAttributesCount(read.getDroppedAttributesCount())
        .events(
            read.getEventsList().stream()
                .map(
                    event ->
                        new Event(
                            event.getTimeUnixNano(),
                            event.getName(),
                            attributes(event.getAttributesList()),
                            event.getDroppedAttributesCount()))
                .toList())
        .droppedEventsCount(read.getDroppedEventsCount())
        .links(
            read.getLinksList().stream()
                .map(
                    link ->
                        new Link(
                            number(link.getTraceId(), 0),
                            number(link.getTraceId(), 8),
                            link.getSpanId().isEmpty() ? 0 : number(link.getSpanId(), 0),
                            link.getTraceState(),
                            link.getFlags(),
                            attributes(link.getAttributesList()),
                            link.getDroppedAttributesCount()))
                .toList())
        .droppedLinksCount(read.getDroppedLinksCount())
        .status(
            new Status(
                Status.Code.ofNumber(read.getStatus().getCodeValue()),
                read.getStatus().getMessage()))
        .flags(read.getFlags())
        .sampled((read.getFlags() & 1) == 1 ? Sampled.SAMPLED : Sampled.DEFERRED)
        .build();
  }

  private static ByteString bytes(long... ids) {
    ByteBuffer buffer = ByteBuffer.allocate(8 * ids.length);
    for (long id : ids) {
      buffer.putLong(id);
    }
    return ByteString.copyFrom(buffer.array());
  }

  private static long number(ByteString bytes, int offset) {
    return bytes.asReadOnlyByteBuffer().getLong(offset);
  }

  private static Attributes attributes(List<KeyValue> keyValues) {
    Attributes.Builder attributes = Attributes.builder();
    for (KeyValue keyValue : keyValues) {
      String key = keyValue.getKey();
      AnyValue value = keyValue.getValue();
      switch (value.getValueCase()) {
        case STRING_VALUE -> attributes.put(key, value.getStringValue());
        case BOOL_VALUE -> attributes.put(key, value.getBoolValue());
        case INT_VALUE -> attributes.put(key, value.getIntValue());
        case DOUBLE_VALUE -> attributes.put(key, value.getDoubleValue());
        case BYTES_VALUE -> attributes.put(key, value.getBytesValue().toByteArray());
        case ARRAY_VALUE -> attributes.put(key, list(value.getArrayValue()));
        case KVLIST_VALUE ->
            attributes.put(key, attributes(value.getKvlistValue().getValuesList()));
        default -> attributes.putEmpty(key);
      }
    }
    return attributes.build();
  }

  private static AttributeList list(ArrayValue array) {
    AttributeList.Builder list = AttributeList.builder();
    for (AnyValue value : array.getValuesList()) {
      switch (value.getValueCase()) {
        case STRING_VALUE -> list.add(value.getStringValue());
        case BOOL_VALUE -> list.add(value.getBoolValue());
        case INT_VALUE -> list.add(value.getIntValue());
        case DOUBLE_VALUE -> list.add(value.getDoubleValue());
        case BYTES_VALUE -> list.add(value.getBytesValue().toByteArray());
        case ARRAY_VALUE -> list.add(list(value.getArrayValue()));
        case KVLIST_VALUE -> list.add(attributes(value.getKvlistValue().getValuesList()));
        default -> list.addEmpty();
      }
    }
    return list.build();
  }

  private static List<KeyValue> keyValues(Attributes attributes) {
    Values values = new Values();
    attributes.forEach(values);
    return values.pairs;
  }

  /** Collects attributes as KeyValues; of a list's elements only the values are of interest. */
  private static final class Values implements AttributeVisitor {
    final List<KeyValue> pairs = new ArrayList<>();

    private void add(String key, AnyValue.Builder value) {
      pairs.add(KeyValue.newBuilder().setKey(key).setValue(value).build());
    }

    @Override
    public void stringValue(String key, String value) {
      add(key, AnyValue.newBuilder().setStringValue(value));
    }

    @Override
    public void booleanValue(String key, boolean value) {
      add(key, AnyValue.newBuilder().setBoolValue(value));
    }

    @Override
    public void longValue(String key, long value) {
      add(key, AnyValue.newBuilder().setIntValue(value));
    }

    @Override
    public void doubleValue(String key, double value) {
      add(key, AnyValue.newBuilder().setDoubleValue(value));
    }

    @Override
    public void bytesValue(String key, byte[] value) {
      add(key, AnyValue.newBuilder().setBytesValue(ByteString.copyFrom(value)));
    }

    @Override
    public void listValue(String key, AttributeList value) {
      Values elements = new Values();
      value.forEach(elements);
      ArrayValue.Builder array = ArrayValue.newBuilder();
      elements.pairs.forEach(pair -> array.addValues(pair.getValue()));
      add(key, AnyValue.newBuilder().setArrayValue(array));
    }

    @Override
    public void mapValue(String key, Attributes value) {
      KeyValueList.Builder list = KeyValueList.newBuilder().addAllValues(keyValues(value));
      add(key, AnyValue.newBuilder().setKvlistValue(list));
    }

    @Override
    public void emptyValue(String key) {
      add(key, AnyValue.newBuilder());
    }
  }
}
