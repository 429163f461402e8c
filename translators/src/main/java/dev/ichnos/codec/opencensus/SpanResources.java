package dev.ichnos.codec.opencensus;

import dev.ichnos.model.Attributes;
import dev.ichnos.model.Resource;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * The resources of one message's spans: the one they share, and those of spans with labels of their
 * own. What is known of the node stands above all labels. Not thread-safe.
 */
public final class SpanResources {
  /** Past so many different resources in a message, spans get the shared one. */
  static final int MAX_OWN = 256;

  private final Attributes node;
  private final Resource shared;
  private final Map<Attributes, Resource> own = new HashMap<>();

  /**
   * The resources of one message.
   *
   * @param node what is known of the node, above any label
   * @param shared the resource of spans without labels; from {@link #merge}
   */
  public SpanResources(Attributes node, Resource shared) {
    this.node = Objects.requireNonNull(node, "node");
    this.shared = Objects.requireNonNull(shared, "shared");
  }

  /** The resource that these labels and this node make. */
  public static Resource merge(Attributes labels, Attributes node) {
    if (labels.isEmpty()) {
      return Resource.of(node);
    }
    return Resource.of(labels.toBuilder().putAll(node).build());
  }

  Resource shared() {
    return shared;
  }

  /** Whether {@link #own} has room for these labels. */
  boolean takes(Attributes labels) {
    return own.size() < MAX_OWN || own.containsKey(labels);
  }

  Resource own(Attributes labels) {
    return own.computeIfAbsent(labels, each -> merge(each, node));
  }
}
