package dev.ichnos.collector.bench;

/** What is different in every span of a run. */
enum Field {
  TRACE_ID_HIGH(0),
  TRACE_ID_LOW(1),
  SPAN_ID(2),
  /** Absent in a root. */
  PARENT_SPAN_ID(3),
  /** Microseconds since 1970. */
  START(4),
  /** Microseconds since 1970; absent where a format says how long it took. */
  END(5),
  /** The second half of {@code guid:x-request-id}. */
  REQUEST_ID(6),
  /** A parameter of the URL, 0 to 99999999. */
  QUERY(7);

  /** How many there are. */
  static final int COUNT = 8;

  private final int place;

  Field(int place) {
    this.place = place;
  }

  /** Where its value stands among those of a span, from 0. */
  int place() {
    return place;
  }

  /** What no encoder confuses with anything else: it takes the most bytes, or digits. */
  long placeholder(int span) {
    return switch (this) {
      case START, END -> EnvoySpans.EPOCH_MICROS + span * 1_000_000L;
      case QUERY -> 90_000_000 + span;
      default -> SpanIds.mixed((long) span * COUNT + place) | Long.MIN_VALUE;
    };
  }
}
