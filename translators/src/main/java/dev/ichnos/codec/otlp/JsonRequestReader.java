package dev.ichnos.codec.otlp;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.ichnos.codec.DecodeException;
import dev.ichnos.codec.DropReason;
import dev.ichnos.codec.MendReason;
import dev.ichnos.codec.wire.KeyCache;
import dev.ichnos.model.Attributes;
import dev.ichnos.model.EntityRef;
import dev.ichnos.model.Resource;
import dev.ichnos.model.Scope;
import dev.ichnos.model.Span;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the outer three objects. What spans share may stand behind them, so the spans of one
 * resource wait, almost built, until its object ends.
 */
final class JsonRequestReader {
  private final JsonFields fields;
  private final JsonParser parser;
  private final JsonAttributeReader attributes;
  private final JsonSpanReader spans;
  private final List<Span.Builder> waiting = new ArrayList<>();
  private int spanCount;

  JsonRequestReader(JsonFields fields, KeyCache keys) {
    this.fields = fields;
    this.parser = fields.parser;
    this.attributes = new JsonAttributeReader(fields, keys);
    this.spans = new JsonSpanReader(fields, attributes);
  }

  void request() throws IOException, DecodeException {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw fields.malformed("no object (expected: {\"resourceSpans\":[...]})");
    }
    while (fields.nextField()) {
      switch (parser.currentName()) {
        case "resourceSpans", "resource_spans" -> resourceSpansList();
        default -> fields.skip();
      }
    }
    if (parser.nextToken() != null) {
      throw fields.malformed("more behind the request (expected: the end)");
    }
  }

  private void resourceSpansList() throws IOException, DecodeException {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      throw fields.malformed("resourceSpans is no list (expected: {\"resourceSpans\":[...]})");
    }
    fields.place.resourceSpans = 0;
    while (fields.nextElement()) {
      fields.place.scopeSpans = SpanPlace.OUTSIDE;
      if (fields.isObject()) {
        resourceSpans();
      }
      fields.place.resourceSpans++;
    }
    fields.place.resourceSpans = SpanPlace.OUTSIDE;
  }

  private void resourceSpans() throws IOException, DecodeException {
    Resource resource = Resource.EMPTY;
    String schemaUrl = "";
    int scopeSpansCount = 0;
    waiting.clear();
    while (fields.nextField()) {
      switch (parser.currentName()) {
        case "resource" -> resource = resource(resource);
        case "schemaUrl", "schema_url" -> schemaUrl = fields.text();
        case "scopeSpans",
            "scope_spans",
            "instrumentationLibrarySpans",
            "instrumentation_library_spans" -> {
          if (fields.isList()) {
            while (fields.nextElement()) {
              fields.place.scopeSpans = scopeSpansCount++;
              fields.place.span = SpanPlace.OUTSIDE;
              if (fields.isObject()) {
                scopeSpans();
              }
            }
            fields.place.scopeSpans = SpanPlace.OUTSIDE;
          }
        }
        default -> fields.skip();
      }
      fields.findings.report();
    }
    Resource shared =
        schemaUrl.isEmpty()
            ? resource
            : new Resource(
                resource.attributes(),
                resource.droppedAttributesCount(),
                resource.entityRefs(),
                schemaUrl);
    for (Span.Builder span : waiting) {
      fields.findings.keep(span.resource(shared).build());
    }
    waiting.clear();
  }

  private Resource resource(Resource before) throws IOException, DecodeException {
    if (!fields.isObject()) {
      return before;
    }
    Attributes.Builder read = before.attributes().toBuilder();
    List<EntityRef> entityRefs = new ArrayList<>(before.entityRefs());
    int dropped = before.droppedAttributesCount();
    int surplus = 0;
    while (fields.nextField()) {
      switch (parser.currentName()) {
        case "attributes" -> surplus += attributes.read(read);
        case "droppedAttributesCount", "dropped_attributes_count" -> dropped = fields.unsigned();
        case "entityRefs", "entity_refs" -> {
          if (fields.isList()) {
            while (fields.nextElement()) {
              if (fields.isObject()) {
                entityRef(entityRefs);
              }
            }
          }
        }
        default -> fields.skip();
      }
    }
    Resource resource = new Resource(read.build(), Counts.sum(dropped, surplus), entityRefs, "");
    return resource.equals(Resource.EMPTY) ? Resource.EMPTY : resource;
  }

  private void entityRef(List<EntityRef> into) throws IOException, DecodeException {
    String schemaUrl = "";
    String type = "";
    List<String> idKeys = new ArrayList<>();
    List<String> descriptionKeys = new ArrayList<>();
    while (fields.nextField()) {
      switch (parser.currentName()) {
        case "schemaUrl", "schema_url" -> schemaUrl = fields.text();
        case "type" -> type = fields.text();
        case "idKeys", "id_keys" -> keys(idKeys);
        case "descriptionKeys", "description_keys" -> keys(descriptionKeys);
        default -> fields.skip();
      }
    }
    if (into.size() < fields.limits.maxAttributes()) {
      into.add(new EntityRef(schemaUrl, type, idKeys, descriptionKeys));
    } else {
      fields.findings.mend(MendReason.LIMIT);
    }
  }

  private void keys(List<String> into) throws IOException, DecodeException {
    if (!fields.isList()) {
      return;
    }
    while (fields.nextElement()) {
      String key = attributes.key();
      if (into.size() < fields.limits.maxAttributes()) {
        into.add(key);
      } else {
        fields.findings.mend(MendReason.LIMIT);
      }
    }
  }

  private void scopeSpans() throws IOException, DecodeException {
    Scope scope = Scope.EMPTY;
    String schemaUrl = "";
    int first = waiting.size();
    int spansCount = 0;
    while (fields.nextField()) {
      switch (parser.currentName()) {
        case "scope", "instrumentationLibrary", "instrumentation_library" -> scope = scope(scope);
        case "schemaUrl", "schema_url" -> schemaUrl = fields.text();
        case "spans" -> {
          if (fields.isList()) {
            while (fields.nextElement()) {
              fields.place.span = spansCount++;
              span();
            }
            fields.place.span = SpanPlace.OUTSIDE;
          }
        }
        default -> fields.skip();
      }
      fields.findings.report();
    }
    Scope shared =
        schemaUrl.isEmpty()
            ? scope
            : new Scope(
                scope.name(),
                scope.version(),
                scope.attributes(),
                scope.droppedAttributesCount(),
                schemaUrl);
    for (Span.Builder span : waiting.subList(first, waiting.size())) {
      span.scope(shared);
    }
  }

  private void span() throws IOException, DecodeException {
    if (spanCount++ == fields.limits.maxSpans()) {
      throw fields.malformed(
          "one span more than the " + fields.limits.maxSpans() + " of the limit");
    }
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      long offset = fields.message.byteOffset();
      fields.findings.drop(
          DropReason.MALFORMED_SPAN,
          () -> fields.place + ", byte " + offset + ": no object (expected: a span object)");
      fields.skip();
      return;
    }
    Span.@Nullable Builder span = spans.span();
    if (span != null) {
      fields.findings.report();
      waiting.add(span);
    }
  }

  private Scope scope(Scope before) throws IOException, DecodeException {
    if (!fields.isObject()) {
      return before;
    }
    String name = before.name();
    String version = before.version();
    Attributes.Builder read = before.attributes().toBuilder();
    int dropped = before.droppedAttributesCount();
    int surplus = 0;
    while (fields.nextField()) {
      switch (parser.currentName()) {
        case "name" -> name = fields.text();
        case "version" -> version = fields.text();
        case "attributes" -> surplus += attributes.read(read);
        case "droppedAttributesCount", "dropped_attributes_count" -> dropped = fields.unsigned();
        default -> fields.skip();
      }
    }
    Scope scope = new Scope(name, version, read.build(), Counts.sum(dropped, surplus), "");
    return scope.equals(Scope.EMPTY) ? Scope.EMPTY : scope;
  }
}
