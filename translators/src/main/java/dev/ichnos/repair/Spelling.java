package dev.ichnos.repair;

import dev.ichnos.model.Attributes;
import dev.ichnos.model.Resource;
import dev.ichnos.model.Span;
import dev.ichnos.semconv.IchnosKeys;
import dev.ichnos.semconv.OtelKeys;
import java.util.IdentityHashMap;

/**
 * How one backend wants canonical spans spelled; the last thing in a lane before the encoder.
 *
 * <p>Where the service of a span is joined with its namespace, so is the one that it calls or that
 * calls it: one service has one name in all spans of a lane, or maps of services would show two.
 *
 * <p>Spans that shared a resource share it afterwards. Not thread-safe: one for each lane.
 */
public final class Spelling {
  /** More resources than this at a time, and they are spelled anew. */
  private static final int MOST_REMEMBERED = 256;

  private final boolean splitNamespace;
  private final boolean marks;
  private final IdentityHashMap<Resource, Resource> spelled = new IdentityHashMap<>();

  /**
   * A spelling.
   *
   * @param splitNamespace whether {@code productpage} of {@code default} stays what identity made
   *     of it; else it is {@code productpage.default} again, as it came from the mesh
   * @param marks whether what rules wrote down of their work ({@code ichnos.*}) is sent; {@code
   *     ichnos.original_trace_id} always is, since people look traces up by it
   */
  public Spelling(boolean splitNamespace, boolean marks) {
    this.splitNamespace = splitNamespace;
    this.marks = marks;
  }

  /** The span as the backend wants it; the same instance if it is so already. */
  @SuppressWarnings("ReferenceEquality") // what stays as it is stays the same instance
  public Span apply(Span span) {
    if (splitNamespace && marks) {
      return span;
    }
    Resource resource = resource(span.resource());
    Attributes attributes = marks ? span.attributes() : withoutMarks(span.attributes());
    if (!splitNamespace && isRenamed(span.resource(), resource)) {
      attributes = peerJoined(attributes);
    }
    if (resource == span.resource() && attributes == span.attributes()) {
      return span;
    }
    return span.toBuilder().resource(resource).attributes(attributes).build();
  }

  private Resource resource(Resource resource) {
    if (spelled.size() > MOST_REMEMBERED) {
      spelled.clear();
    }
    return spelled.computeIfAbsent(resource, this::spell);
  }

  @SuppressWarnings("ReferenceEquality")
  private Resource spell(Resource resource) {
    Attributes attributes = splitNamespace ? resource.attributes() : joined(resource.attributes());
    attributes = marks ? attributes : withoutMarks(attributes);
    return attributes == resource.attributes() ? resource : resource.withAttributes(attributes);
  }

  /**
   * The name that came, if a rule only took the namespace off it; if a rule found a better one,
   * that one in the same form.
   */
  private static Attributes joined(Attributes resource) {
    if (!resource.contains(IchnosKeys.ORIGINAL_SERVICE_NAME)) {
      return resource;
    }
    String name = resource.string(OtelKeys.SERVICE_NAME);
    String came = resource.string(IchnosKeys.ORIGINAL_SERVICE_NAME);
    String namespace = resource.string(OtelKeys.SERVICE_NAMESPACE);
    String joined =
        came.equals(name) || came.startsWith(name + ".")
            ? came
            : namespace.isEmpty() || isUnknown(name) || isJoined(name, namespace)
                ? name
                : name + "." + namespace;
    return joined.equals(name)
        ? resource
        : resource.toBuilder().put(OtelKeys.SERVICE_NAME, joined).build();
  }

  @SuppressWarnings("ReferenceEquality") // first of all, is it changed at all?
  private static boolean isRenamed(Resource before, Resource after) {
    return before != after
        && !after
            .attributes()
            .string(OtelKeys.SERVICE_NAME)
            .equals(before.attributes().string(OtelKeys.SERVICE_NAME));
  }

  private static Attributes peerJoined(Attributes span) {
    String namespace = span.string(OtelKeys.SERVICE_PEER_NAMESPACE);
    String name = span.string(OtelKeys.SERVICE_PEER_NAME);
    if (namespace.isEmpty() || isUnknown(name) || isJoined(name, namespace)) {
      return span;
    }
    String joined = name + "." + namespace;
    Attributes.Builder attributes = span.toBuilder().put(OtelKeys.SERVICE_PEER_NAME, joined);
    if (span.string(OtelKeys.PEER_SERVICE).equals(name)) {
      attributes.put(OtelKeys.PEER_SERVICE, joined);
    }
    return attributes.build();
  }

  private static boolean isUnknown(String name) {
    return name.isEmpty() || name.startsWith("unknown_service");
  }

  private static boolean isJoined(String name, String namespace) {
    return name.endsWith("." + namespace);
  }

  private static Attributes withoutMarks(Attributes attributes) {
    return attributes.only(
        key -> !key.startsWith(IchnosKeys.PREFIX) || key.equals(IchnosKeys.ORIGINAL_TRACE_ID));
  }
}
