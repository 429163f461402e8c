package dev.ichnos.codec;

import java.util.Locale;

/**
 * Why a span was given up. Every span that is not delivered is counted under exactly one of these;
 * {@link #label()} is the value of the metrics' {@code reason} label.
 */
public enum DropReason {
  /** Decoding: no trace id, one of zeros, or one that cannot be read. */
  INVALID_TRACE_ID,
  /** Decoding: no span id, one of zeros, or one that cannot be read. */
  INVALID_SPAN_ID,
  /** Decoding: a field of a wrong type or shape, in a message that is otherwise readable. */
  MALFORMED_SPAN,
  /** Lane: the exporter's pipeline does not take spans of this receiver. */
  NOT_ROUTED,
  /** Lane: the sampler decided against the trace, or the sender had before it came. */
  NOT_SAMPLED,
  /** Lane: given up, as part of a whole trace, because the lane lagged and memory ran out. */
  SHED,
  /** Lane: the backend said no for good. */
  REFUSED_BY_BACKEND,
  /** Lane: the span alone is larger than the backend takes. */
  TOO_LARGE,
  /** Lane: the encoder has no way to say the span in the backend's format. */
  NOT_ENCODABLE,
  /** Lane: it was still waiting when the time to drain was over. */
  NOT_DRAINED,
  /** Lane: an error of our own; each is logged, none is expected. */
  INTERNAL_ERROR;

  private final String label = name().toLowerCase(Locale.ROOT);

  /** Lower snake case, as in the metrics. */
  public String label() {
    return label;
  }
}
