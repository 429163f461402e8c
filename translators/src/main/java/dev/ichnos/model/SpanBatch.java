package dev.ichnos.model;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * What moves in the pipeline: spans and where they came from.
 *
 * <p>{@link #retainedBytes()} estimates the heap that a batch keeps alive: objects and arrays at
 * their sizes on a 64-bit JVM with compressed references, every string at one byte a character
 * (compact strings), resources and scopes once each, recurring attribute keys not at all (see
 * {@link Attributes#retainedBytes()}). It is within a fifth of what a heap measurement says for
 * spans as meshes send them; text outside Latin-1 counts half of what it holds. Spans that are
 * still encoded keep their messages' bytes alive, and count as these.
 *
 * @param spans in the order of the message
 * @param origin the message they came in
 */
public record SpanBatch(List<Span> spans, Origin origin) {
  public SpanBatch {
    spans = spans instanceof EncodedSpans ? spans : List.copyOf(spans);
    Objects.requireNonNull(origin, "origin");
  }

  public int size() {
    return spans.size();
  }

  public boolean isEmpty() {
    return spans.isEmpty();
  }

  /** This batch with other spans. */
  public SpanBatch withSpans(List<Span> others) {
    return new SpanBatch(others, origin);
  }

  /** The low half of the first span's trace id; at least one span. */
  public long traceKey() {
    return spans instanceof EncodedSpans encoded ? encoded.traceKey() : spans.get(0).traceIdLow();
  }

  /**
   * Roughly the heap bytes that the batch keeps alive; the origin, shared by many, left out, but
   * for its metadata, which can be larger than a span.
   */
  @SuppressWarnings("ReferenceEquality") // what is shared is counted once, by identity
  public long retainedBytes() {
    if (spans instanceof EncodedSpans encoded) {
      return 48L + encoded.retainedBytes() + ofMetadata();
    }
    long bytes = 48L + HeapSize.ofArray(spans.size(), 4) + ofMetadata();
    Resource lastResource = Resource.EMPTY;
    Scope lastScope = Scope.EMPTY;
    Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>(4));
    seen.add(lastResource);
    seen.add(lastScope);
    for (Span span : spans) {
      bytes += span.retainedBytes();
      if (span.resource() != lastResource && seen.add(span.resource())) {
        bytes += span.resource().retainedBytes();
      }
      lastResource = span.resource();
      if (span.scope() != lastScope && seen.add(span.scope())) {
        bytes += span.scope().retainedBytes();
      }
      lastScope = span.scope();
    }
    return bytes;
  }

  private long ofMetadata() {
    if (origin.metadata().isEmpty()) {
      return 0;
    }
    long bytes = 24L + HeapSize.ofArray(4 * origin.metadata().size(), 4);
    for (String value : origin.metadata().values()) {
      bytes += HeapSize.of(value); // names are constants
    }
    return bytes;
  }
}
