package dev.ichnos.propagation;

/** A part of a {@link TraceContext} that a family could not write. */
public enum Loss {
  /**
   * The trace id, and with it all ids and W3C parts: the family needs a span id that is absent, or
   * a lower half that is not zeros (Datadog).
   */
  TRACE_ID("the trace id (without a span id, or without a lower half for Datadog)"),
  /** That a trace id whose upper half is zero was written in 64, or in 128 bits. */
  TRACE_ID_WIDTH("whether the trace id was 64 or 128 bits wide"),
  /** The id of the span that sent the request. */
  SPAN_ID("the span id"),
  /** The parent of that span. */
  PARENT_SPAN_ID("the parent span id"),
  /** A deferred decision: it reads as not sampled. */
  DEFERRED("that the decision is deferred (written as not sampled)"),
  /** The decision: it reads as deferred, without debug. */
  DECISION("the sampling decision"),
  /** Debug: it reads as sampled. */
  DEBUG("debug"),
  /** W3C's flag of a random trace id. */
  RANDOM_TRACE_ID("that the trace id is random"),
  /** W3C tracestate. */
  TRACE_STATE("tracestate"),
  /** What another family said beyond the canonical parts. */
  DETAIL("what only another family can say");

  private final String text;

  Loss(String text) {
    this.text = text;
  }

  /** A few words for people, to follow "not written: ". */
  public String text() {
    return text;
  }
}
