package dev.ichnos.codec.otlp;

import static dev.ichnos.codec.wire.ProtoWriter.utf8Size;
import static dev.ichnos.codec.wire.ProtoWriter.varintSize;

import dev.ichnos.model.AttributeList;
import dev.ichnos.model.AttributeVisitor;
import dev.ichnos.model.Attributes;
import dev.ichnos.model.EntityRef;
import dev.ichnos.model.Event;
import dev.ichnos.model.KeyPlaces;
import dev.ichnos.model.Link;
import dev.ichnos.model.Resource;
import dev.ichnos.model.Scope;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanKind;
import dev.ichnos.model.Status;
import java.util.List;

/**
 * Measures a request: the first half of encoding. It walks what {@link ProtoRequestWriter} walks,
 * in the same order, and leaves in {@link ProtoSizes} every length that the writer needs.
 */
final class ProtoSizer {
  private static final int TAG = 1;
  private static final int TRACE_ID = TAG + 1 + 16;
  private static final int SPAN_ID = TAG + 1 + 8;
  private static final int FIXED64 = TAG + 8;

  /** Its field number, 16, makes the tag two bytes long. */
  private static final int SPAN_FLAGS = 2 + 4;

  private static final int LINK_FLAGS = TAG + 4;

  /** Of every key its bytes in UTF-8. */
  private static final KeyPlaces KEY_SIZES = new KeyPlaces(key -> utf8Size(key));

  private final ProtoSizes sizes;
  private final Pairs pairs = new Pairs();
  private final Elements elements = new Elements();

  ProtoSizer(ProtoSizes sizes) {
    this.sizes = sizes;
  }

  int request(List<SpanGroups.ResourceGroup> groups) {
    long size = 0;
    for (SpanGroups.ResourceGroup group : groups) {
      size += message(resourceSpans(group));
    }
    return Math.toIntExact(size);
  }

  private int resourceSpans(SpanGroups.ResourceGroup group) {
    int place = sizes.reserve();
    int size = optional(resource(group.resource));
    for (SpanGroups.ScopeGroup scopeGroup : group.scopeGroups()) {
      size += message(scopeSpans(scopeGroup));
    }
    size += text(group.resource.schemaUrl());
    sizes.set(place, size);
    return size;
  }

  private int resource(Resource resource) {
    int place = sizes.reserve();
    int size = attributes(resource.attributes()) + count(resource.droppedAttributesCount());
    for (EntityRef ref : resource.entityRefs()) {
      size += message(entityRef(ref));
    }
    sizes.set(place, size);
    return size;
  }

  private int entityRef(EntityRef ref) {
    int place = sizes.reserve();
    int size = text(ref.schemaUrl()) + text(ref.type());
    for (String key : ref.idKeys()) {
      size += element(key);
    }
    for (String key : ref.descriptionKeys()) {
      size += element(key);
    }
    sizes.set(place, size);
    return size;
  }

  private int scopeSpans(SpanGroups.ScopeGroup group) {
    int place = sizes.reserve();
    int size = optional(scope(group.scope));
    for (Span span : group.spans) {
      size += message(span(span));
    }
    size += text(group.scope.schemaUrl());
    sizes.set(place, size);
    return size;
  }

  private int scope(Scope scope) {
    int place = sizes.reserve();
    int size =
        text(scope.name())
            + text(scope.version())
            + attributes(scope.attributes())
            + count(scope.droppedAttributesCount());
    sizes.set(place, size);
    return size;
  }

  private int span(Span span) {
    int place = sizes.reserve();
    int size = TRACE_ID;
    size += span.spanId() == 0 ? 0 : SPAN_ID;
    size += text(span.traceState());
    size += span.parentSpanId() == 0 ? 0 : SPAN_ID;
    size += text(span.name());
    size += span.kind() == SpanKind.UNSPECIFIED ? 0 : TAG + 1;
    size += span.startEpochNanos() == 0 ? 0 : FIXED64;
    size += span.endEpochNanos() == 0 ? 0 : FIXED64;
    size += attributes(span.attributes());
    size += count(span.droppedAttributesCount());
    for (Event event : span.events()) {
      size += message(event(event));
    }
    size += count(span.droppedEventsCount());
    for (Link link : span.links()) {
      size += message(link(link));
    }
    size += count(span.droppedLinksCount());
    size += optional(status(span.status()));
    size += span.flags() == 0 ? 0 : SPAN_FLAGS;
    sizes.set(place, size);
    return size;
  }

  private int event(Event event) {
    int place = sizes.reserve();
    int size = event.epochNanos() == 0 ? 0 : FIXED64;
    size += text(event.name());
    size += attributes(event.attributes());
    size += count(event.droppedAttributesCount());
    sizes.set(place, size);
    return size;
  }

  private int link(Link link) {
    int place = sizes.reserve();
    int size = TRACE_ID;
    size += link.spanId() == 0 ? 0 : SPAN_ID;
    size += text(link.traceState());
    size += attributes(link.attributes());
    size += count(link.droppedAttributesCount());
    size += link.flags() == 0 ? 0 : LINK_FLAGS;
    sizes.set(place, size);
    return size;
  }

  private int status(Status status) {
    int place = sizes.reserve();
    int size = text(status.message());
    size += status.code() == Status.Code.UNSET ? 0 : TAG + 1;
    sizes.set(place, size);
    return size;
  }

  private int attributes(Attributes attributes) {
    int outer = pairs.size;
    pairs.size = 0;
    KeyPlaces.Order keys = KEY_SIZES.of(attributes);
    int count = keys.count();
    for (int place = 0; place < count; place++) {
      pairs.keySize = keys.meaning(place);
      if (attributes.isSharedAt(place)) {
        pairs.ascii(attributes.stringAt(place));
      } else if (attributes.isStringAt(place)) {
        pairs.stringValue("", attributes.stringAt(place));
      } else {
        attributes.visit(place, pairs);
      }
    }
    int size = pairs.size;
    pairs.size = outer;
    return size;
  }

  private int list(AttributeList list) {
    int outer = elements.size;
    elements.size = 0;
    list.forEach(elements);
    int size = elements.size;
    elements.size = outer;
    return size;
  }

  /** A text field; absent when empty. */
  private int text(String value) {
    return value.isEmpty() ? 0 : element(value);
  }

  /** A text of a repeated field, or of a oneof. */
  private int element(String value) {
    int size = utf8Size(value);
    sizes.add(size);
    return message(size);
  }

  private static int count(int count) {
    return count == 0 ? 0 : TAG + varintSize(count);
  }

  private static int message(int size) {
    return TAG + varintSize(size) + size;
  }

  private static int optional(int size) {
    return size == 0 ? 0 : message(size);
  }

  /** Measures AnyValues: what stands between a value's length and the next field. */
  private abstract class Values implements AttributeVisitor {
    int size;

    /** Begins the pair or element of {@code key}; the result is added to the value's size. */
    abstract int begin(String key);

    abstract void end(int keySize, int valueSize);

    @Override
    public void stringValue(String key, String value) {
      int keySize = begin(key);
      end(keySize, element(value));
    }

    @Override
    public void booleanValue(String key, boolean value) {
      end(begin(key), TAG + 1);
    }

    @Override
    public void longValue(String key, long value) {
      end(begin(key), TAG + varintSize(value));
    }

    @Override
    public void doubleValue(String key, double value) {
      end(begin(key), FIXED64);
    }

    @Override
    public void bytesValue(String key, byte[] value) {
      end(begin(key), message(value.length));
    }

    @Override
    public void listValue(String key, AttributeList value) {
      int keySize = begin(key);
      int place = sizes.reserve();
      int content = list(value);
      sizes.set(place, content);
      end(keySize, message(content));
    }

    @Override
    public void mapValue(String key, Attributes value) {
      int keySize = begin(key);
      int place = sizes.reserve();
      int content = attributes(value);
      sizes.set(place, content);
      end(keySize, message(content));
    }

    @Override
    public void emptyValue(String key) {
      end(begin(key), 0);
    }
  }

  private final class Pairs extends Values {
    /** Of the key of the pair that comes next. */
    int keySize;

    /** As {@link #stringValue}, of a text that is known to be ASCII. */
    void ascii(String value) {
      int size = begin("");
      int length = value.length();
      sizes.add(length);
      end(size, message(length));
    }

    @Override
    int begin(String key) {
      if (keySize == 0) {
        return 0;
      }
      sizes.add(keySize);
      return message(keySize);
    }

    @Override
    void end(int keySize, int valueSize) {
      size += message(keySize + message(valueSize));
    }
  }

  private final class Elements extends Values {
    @Override
    int begin(String key) {
      return 0;
    }

    @Override
    void end(int keySize, int valueSize) {
      size += message(valueSize);
    }
  }
}
