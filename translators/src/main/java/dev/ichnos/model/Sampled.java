package dev.ichnos.model;

/** The sampling decision that travelled with a span: B3's three states. */
public enum Sampled {
  /** No decision was stated; whoever comes next may decide. */
  DEFERRED,
  /** The sender decided not to record the trace, yet the span came. */
  NOT_SAMPLED,
  /** The sender decided to record the trace. */
  SAMPLED
}
