package dev.ichnos.codec.datadog;

import dev.ichnos.codec.datadog.DatadogOptions.TopLevelRule;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanKind;
import java.util.List;

/**
 * Says by which spans of a chunk a service is entered: there its requests are counted. A sidecar
 * and its application answer the same request under one service name, one span inside the other; by
 * the parent's service only the outer one counts.
 */
final class TopLevel {
  private final TopLevelRule rule;
  private final List<Span> spans;
  private final String[] services;
  private final SpanIndex index;

  TopLevel(TopLevelRule rule, Chunk chunk, ResourceCache resources) {
    this.rule = rule;
    spans = chunk.spans();
    index = new SpanIndex(spans);
    services = new String[spans.size()];
    for (int i = 0; i < services.length; i++) {
      services[i] = resources.service(spans.get(i));
    }
  }

  /** The service of the span at this place of the chunk. */
  String service(int place) {
    return services[place];
  }

  /**
   * Whether the span at this place has no parent in the chunk. Of several the Agent takes the last
   * one without a parent, or else any, for the chunk's root (traceutil/trace.go, GetRoot).
   */
  boolean isLocalRoot(int place) {
    long parent = Chunks.parent(spans.get(place));
    return parent == 0 || index.find(parent) < 0;
  }

  /** Whether a service is entered by the span at this place of the chunk. */
  boolean is(int place) {
    Span span = spans.get(place);
    long parent = Chunks.parent(span);
    if (parent == 0) {
      return true;
    }
    if (rule == TopLevelRule.PARENT_SERVICE) {
      int parentPlace = index.find(parent);
      if (parentPlace >= 0) {
        return !services[place].equals(services[parentPlace]);
      }
    }
    return span.kind() == SpanKind.SERVER || span.kind() == SpanKind.CONSUMER;
  }
}
