package dev.ichnos.collector.bench;

/** What is different in every span of a run. */
enum Field {
  TRACE_ID_HIGH,
  TRACE_ID_LOW,
  SPAN_ID,
  /** Absent in a root. */
  PARENT_SPAN_ID,
  /** Microseconds since 1970. */
  START,
  /** Microseconds since 1970; absent where a format says how long it took. */
  END,
  /** The second half of {@code guid:x-request-id}. */
  REQUEST_ID,
  /** A parameter of the URL, 0 to 99999999. */
  QUERY;

  /** What no encoder confuses with anything else: it takes the most bytes, or digits. */
  long placeholder(int span) {
    return switch (this) {
      case START, END -> EnvoySpans.EPOCH_MICROS + span * 1_000_000L;
      case QUERY -> 90_000_000 + span;
      default -> SpanIds.mixed(span * 8L + ordinal()) | Long.MIN_VALUE;
    };
  }
}
