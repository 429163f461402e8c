package dev.ichnos.codec.otlp;

import dev.ichnos.codec.DecodeLimits;
import dev.ichnos.codec.MendReason;
import dev.ichnos.codec.wire.KeyCache;
import dev.ichnos.codec.wire.ProtoException;
import dev.ichnos.codec.wire.ProtoReader;
import dev.ichnos.codec.wire.ValueCache;
import dev.ichnos.model.Attributes;
import dev.ichnos.model.EntityRef;
import dev.ichnos.model.Resource;
import dev.ichnos.model.Scope;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the outer three messages: request, resource_spans, scope_spans. Fields may come in any
 * order on the wire, so what spans share is read first, in a pass of its own that steps over them.
 */
final class ProtoRequestReader {
  private final ProtoReader in;
  private final DecodeLimits limits;
  private final Findings findings;
  private final ProtoAttributeReader attributes;
  private final ProtoSpanReader spans;
  private final SpanPlace place = new SpanPlace("resource_spans", "scope_spans");
  private final Attributes.Builder builder = Attributes.builder();
  private final List<EntityRef> entityRefs = new ArrayList<>(0);
  private int droppedAttributes;
  private int surplusAttributes;
  private String name = "";
  private String version = "";
  private String schemaUrl = "";
  private Resource lastResource = Resource.EMPTY;
  private int spanCount;

  ProtoRequestReader(
      ProtoReader in, DecodeLimits limits, Findings findings, KeyCache keys, ValueCache values) {
    this.in = in;
    this.limits = limits;
    this.findings = findings;
    this.attributes = new ProtoAttributeReader(in, limits, findings, keys, values);
    this.spans = new ProtoSpanReader(in, limits, findings, attributes, place);
  }

  void request() throws ProtoException {
    int tag = 0;
    try {
      while ((tag = in.readTag()) != 0) {
        if (tag == OtlpFields.REQUEST_RESOURCE_SPANS) {
          resourceSpans();
          place.resourceSpans++;
        } else {
          in.skipUnknown(tag, OtlpFields.REQUEST);
        }
      }
    } catch (ProtoException e) {
      throw e.in(OtlpFields.REQUEST.name(tag) + "[" + place.resourceSpans + "]");
    }
  }

  private void resourceSpans() throws ProtoException {
    int outer = in.enter();
    int from = in.position();
    Resource resource = sharedResource();
    findings.report();
    in.window(from, in.limit());
    place.scopeSpans = 0;
    int tag = 0;
    try {
      while ((tag = in.readTag()) != 0) {
        if (tag == OtlpFields.RESOURCE_SPANS_SCOPE_SPANS
            || tag == OtlpFields.RESOURCE_SPANS_LIBRARY_SPANS) {
          scopeSpans(resource);
          place.scopeSpans++;
        } else {
          in.skip(tag);
        }
      }
    } catch (ProtoException e) {
      throw e.in(OtlpFields.RESOURCE_SPANS.name(tag) + "[" + place.scopeSpans + "]");
    }
    in.leave(outer);
  }

  private Resource sharedResource() throws ProtoException {
    builder.clear();
    entityRefs.clear();
    droppedAttributes = 0;
    surplusAttributes = 0;
    schemaUrl = "";
    int tag = 0;
    try {
      while ((tag = in.readTag()) != 0) {
        switch (tag) {
          case OtlpFields.RESOURCE_SPANS_RESOURCE -> resource();
          case OtlpFields.RESOURCE_SPANS_SCHEMA_URL -> schemaUrl = attributes.value();
          default -> in.skipUnknown(tag, OtlpFields.RESOURCE_SPANS);
        }
      }
    } catch (ProtoException e) {
      throw e.in(OtlpFields.RESOURCE_SPANS.name(tag));
    }
    int dropped = Counts.sum(droppedAttributes, surplusAttributes);
    Resource resource = new Resource(builder.build(), dropped, entityRefs, schemaUrl);
    if (!resource.equals(lastResource)) {
      lastResource = resource;
    }
    return lastResource;
  }

  private void resource() throws ProtoException {
    int outer = in.enter();
    int tag = 0;
    try {
      while ((tag = in.readTag()) != 0) {
        switch (tag) {
          case OtlpFields.RESOURCE_ATTRIBUTES -> attribute();
          case OtlpFields.RESOURCE_DROPPED_ATTRIBUTES -> droppedAttributes = (int) in.readVarint();
          case OtlpFields.RESOURCE_ENTITY_REFS -> entityRef();
          default -> in.skipUnknown(tag, OtlpFields.RESOURCE);
        }
      }
    } catch (ProtoException e) {
      throw e.in(OtlpFields.RESOURCE.name(tag));
    }
    in.leave(outer);
  }

  private void entityRef() throws ProtoException {
    if (entityRefs.size() == limits.maxAttributes()) {
      findings.mend(MendReason.LIMIT);
      in.advance(in.readLength());
      return;
    }
    String entitySchemaUrl = "";
    String type = "";
    List<String> idKeys = new ArrayList<>();
    List<String> descriptionKeys = new ArrayList<>();
    int outer = in.enter();
    int tag = 0;
    try {
      while ((tag = in.readTag()) != 0) {
        switch (tag) {
          case OtlpFields.ENTITY_SCHEMA_URL -> entitySchemaUrl = attributes.text();
          case OtlpFields.ENTITY_TYPE -> type = attributes.text();
          case OtlpFields.ENTITY_ID_KEYS -> entityKey(idKeys);
          case OtlpFields.ENTITY_DESCRIPTION_KEYS -> entityKey(descriptionKeys);
          default -> in.skipUnknown(tag, OtlpFields.ENTITY_REF);
        }
      }
    } catch (ProtoException e) {
      throw e.in(OtlpFields.ENTITY_REF.name(tag));
    }
    in.leave(outer);
    entityRefs.add(new EntityRef(entitySchemaUrl, type, idKeys, descriptionKeys));
  }

  private void entityKey(List<String> keys) throws ProtoException {
    String key = attributes.key();
    if (keys.size() < limits.maxAttributes()) {
      keys.add(key);
    } else {
      findings.mend(MendReason.LIMIT);
    }
  }

  private void scopeSpans(Resource resource) throws ProtoException {
    int outer = in.enter();
    int from = in.position();
    Scope scope = sharedScope();
    findings.report();
    in.window(from, in.limit());
    place.span = 0;
    int tag = 0;
    try {
      while ((tag = in.readTag()) != 0) {
        if (tag != OtlpFields.SCOPE_SPANS_SPANS) {
          in.skip(tag);
          continue;
        }
        if (spanCount == limits.maxSpans()) {
          throw in.malformed("one span more than the " + limits.maxSpans() + " of the limit");
        }
        spans.span(resource, scope);
        spanCount++;
        place.span++;
      }
    } catch (ProtoException e) {
      throw e.in(OtlpFields.SCOPE_SPANS.name(tag) + "[" + place.span + "]");
    }
    in.leave(outer);
  }

  private Scope sharedScope() throws ProtoException {
    builder.clear();
    droppedAttributes = 0;
    surplusAttributes = 0;
    name = "";
    version = "";
    schemaUrl = "";
    int tag = 0;
    try {
      while ((tag = in.readTag()) != 0) {
        switch (tag) {
          case OtlpFields.SCOPE_SPANS_SCOPE -> scope();
          case OtlpFields.SCOPE_SPANS_SCHEMA_URL -> schemaUrl = attributes.value();
          default -> in.skipUnknown(tag, OtlpFields.SCOPE_SPANS);
        }
      }
    } catch (ProtoException e) {
      throw e.in(OtlpFields.SCOPE_SPANS.name(tag));
    }
    int dropped = Counts.sum(droppedAttributes, surplusAttributes);
    Scope scope = new Scope(name, version, builder.build(), dropped, schemaUrl);
    return scope.equals(Scope.EMPTY) ? Scope.EMPTY : scope;
  }

  private void scope() throws ProtoException {
    int outer = in.enter();
    int tag = 0;
    try {
      while ((tag = in.readTag()) != 0) {
        switch (tag) {
          case OtlpFields.SCOPE_NAME -> name = attributes.value();
          case OtlpFields.SCOPE_VERSION -> version = attributes.value();
          case OtlpFields.SCOPE_ATTRIBUTES -> attribute();
          case OtlpFields.SCOPE_DROPPED_ATTRIBUTES -> droppedAttributes = (int) in.readVarint();
          default -> in.skipUnknown(tag, OtlpFields.SCOPE);
        }
      }
    } catch (ProtoException e) {
      throw e.in(OtlpFields.SCOPE.name(tag));
    }
    in.leave(outer);
  }

  private void attribute() throws ProtoException {
    if (!attributes.read(builder)) {
      surplusAttributes++;
    }
  }
}
