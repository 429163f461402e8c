package dev.ichnos.model;

/**
 * The role of a span in a call, in OTLP's words and numbers (opentelemetry-proto
 * trace/v1/trace.proto @ 1.11).
 */
public enum SpanKind {
  /** The sender did not say. */
  UNSPECIFIED,
  /** Work inside one service. */
  INTERNAL,
  /** The receiving side of a call. */
  SERVER,
  /** The calling side of a call. */
  CLIENT,
  /** The sending side of a message. */
  PRODUCER,
  /** The receiving side of a message. */
  CONSUMER;

  private static final SpanKind[] BY_NUMBER = values();

  /** The kind's number in OTLP, 0 to 5. */
  public int number() {
    return ordinal();
  }

  /** The kind with OTLP's {@code number}; {@link #UNSPECIFIED} for a number that is not known. */
  public static SpanKind ofNumber(int number) {
    return number >= 0 && number < BY_NUMBER.length ? BY_NUMBER[number] : UNSPECIFIED;
  }
}
