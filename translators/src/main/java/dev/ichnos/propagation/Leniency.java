package dev.ichnos.propagation;

/** A deviation from a family's exact form that is read all the same. */
public enum Leniency {
  /** Upper-case hex digits, where the form has lower case. */
  UPPER_CASE_HEX("upper-case hex digits"),
  /** {@code true} or {@code false} for {@code 1} or {@code 0}. */
  WORD_FOR_DECISION("true or false for 1 or 0"),
  /** A parent span id of zeros, read as none. */
  ZERO_PARENT("a parent span id of zeros, read as none"),
  /** A parent in {@code b3} with no sampling state before it. */
  PARENT_WITHOUT_STATE("a parent span id with no sampling state before it"),
  /** A trace id without a span id, or with one of zeros, where the form has both. */
  NO_SPAN_ID("a trace id without a span id"),
  /** An id without its leading zeros. */
  SHORT_ID("an id without its leading zeros"),
  /** Flags or options beyond the known ones. */
  UNKNOWN_FLAGS("unknown flags, ignored"),
  /** Debug next to a decision of not sampled: debug wins. */
  DEBUG_OVER_NOT_SAMPLED("debug next to not sampled; debug wins"),
  /** A version later than ours, of which only what is sure is read. */
  FUTURE_VERSION("a later version, of which the ids and the decision are read"),
  /** A tracestate that is malformed, and left out. */
  BAD_TRACE_STATE("a malformed tracestate, left out"),
  /** A field that is not known, where reading ends. */
  UNKNOWN_FIELD("an unknown field, where reading ends"),
  /** A Datadog sampling priority other than -1, 0, 1 and 2. */
  UNKNOWN_PRIORITY("an unknown sampling priority, read by its sign"),
  /** Datadog tags that are no list of keys and values, left out. */
  MALFORMED_TAGS("malformed x-datadog-tags, left out"),
  /** Datadog's upper half of the trace id, where it is not 16 hex digits. */
  MALFORMED_TRACE_ID_HIGH("a malformed _dd.p.tid, left out: the trace id is its lower half"),
  /**
   * A part beyond the ids and the decision that must not be written into a header again: too long,
   * or with characters other than printable ASCII.
   */
  UNFIT_PART("a part that is too long or not printable, left out");

  private final String text;

  Leniency(String text) {
    this.text = text;
  }

  /** A few words for people, to follow "read leniently: ". */
  public String text() {
    return text;
  }
}
