package dev.ichnos.model;

import java.util.List;
import java.util.Objects;

/**
 * Who produced spans: a service, its pod, its node. Shared by identity among the spans of a batch.
 *
 * @param attributes what is known of it
 * @param droppedAttributesCount attributes that the sender left out, an unsigned 32-bit number
 * @param entityRefs which attributes identify which entity; mostly empty
 * @param schemaUrl the schema of the attributes, empty when absent
 */
public record Resource(
    Attributes attributes,
    int droppedAttributesCount,
    List<EntityRef> entityRefs,
    String schemaUrl) {
  /** Nothing is known. */
  public static final Resource EMPTY = new Resource(Attributes.EMPTY, 0, List.of(), "");

  public Resource {
    Objects.requireNonNull(attributes, "attributes");
    entityRefs = List.copyOf(entityRefs);
    Objects.requireNonNull(schemaUrl, "schemaUrl");
  }

  /** A resource of these attributes and nothing else. */
  public static Resource of(Attributes attributes) {
    return attributes.isEmpty() ? EMPTY : new Resource(attributes, 0, List.of(), "");
  }

  /** This resource with other attributes. */
  public Resource withAttributes(Attributes changed) {
    return new Resource(changed, droppedAttributesCount, entityRefs, schemaUrl);
  }

  /** Roughly the heap bytes that it holds, itself included; see {@link SpanBatch}. */
  public int retainedBytes() {
    return 64 + attributes.retainedBytes() + 128 * entityRefs.size() + HeapSize.of(schemaUrl);
  }
}
