package dev.ichnos.model;

import java.util.Objects;

/**
 * Points from a span to another span, of this or of another trace.
 *
 * @param traceIdHigh upper half of the other trace id, 0 for a 64-bit one
 * @param traceIdLow lower half of the other trace id
 * @param spanId the other span, 0 when absent
 * @param traceState W3C tracestate, empty when absent
 * @param flags W3C trace flags in bits 0–7, OTLP's is-remote bits above; 0 when absent
 * @param attributes what is known of it
 * @param droppedAttributesCount attributes that the sender left out, an unsigned 32-bit number
 */
public record Link(
    long traceIdHigh,
    long traceIdLow,
    long spanId,
    String traceState,
    int flags,
    Attributes attributes,
    int droppedAttributesCount) {
  public Link {
    Objects.requireNonNull(traceState, "traceState");
    Objects.requireNonNull(attributes, "attributes");
  }

  /** Roughly the heap bytes that it holds, itself included; see {@link SpanBatch}. */
  public int retainedBytes() {
    return 56 + HeapSize.of(traceState) + attributes.retainedBytes();
  }
}
