package dev.ichnos.codec.opencensus;

import dev.ichnos.model.Attributes;
import dev.ichnos.model.Resource;

/** What a stream has said of its sender so far: each part holds until it is said anew. */
final class Sender {
  private Attributes node = Attributes.EMPTY;
  private Attributes labels = Attributes.EMPTY;
  private Resource resource = Resource.EMPTY;

  void node(Attributes changed) {
    if (!changed.equals(node)) {
      node = changed;
      resource = SpanResources.merge(labels, node);
    }
  }

  void labels(Attributes changed) {
    if (!changed.equals(labels)) {
      labels = changed;
      resource = SpanResources.merge(labels, node);
    }
  }

  Attributes node() {
    return node;
  }

  /** The resource of spans that name none of their own. */
  Resource resource() {
    return resource;
  }
}
