package dev.ichnos.model;

import java.util.Objects;

/**
 * The library that made spans. Shared by identity among the spans of a batch.
 *
 * @param name empty when absent
 * @param version empty when absent
 * @param attributes what else is known of it
 * @param droppedAttributesCount attributes that the sender left out, an unsigned 32-bit number
 * @param schemaUrl the schema of the spans' attributes, empty when absent
 */
public record Scope(
    String name,
    String version,
    Attributes attributes,
    int droppedAttributesCount,
    String schemaUrl) {
  /** Nothing is known. */
  public static final Scope EMPTY = new Scope("", "", Attributes.EMPTY, 0, "");

  public Scope {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(version, "version");
    Objects.requireNonNull(attributes, "attributes");
    Objects.requireNonNull(schemaUrl, "schemaUrl");
  }

  /** Roughly the heap bytes that it holds, itself included; see {@link SpanBatch}. */
  public int retainedBytes() {
    return 40
        + HeapSize.of(name)
        + HeapSize.of(version)
        + attributes.retainedBytes()
        + HeapSize.of(schemaUrl);
  }
}
