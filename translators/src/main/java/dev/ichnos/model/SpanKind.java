package dev.ichnos.model;

/**
 * The role of a span in a call, in OTLP's words and numbers (opentelemetry-proto
 * trace/v1/trace.proto @ 1.11).
 */
public enum SpanKind {
  /** The sender did not say. */
  UNSPECIFIED(0),
  /** Work inside one service. */
  INTERNAL(1),
  /** The receiving side of a call. */
  SERVER(2),
  /** The calling side of a call. */
  CLIENT(3),
  /** The sending side of a message. */
  PRODUCER(4),
  /** The receiving side of a message. */
  CONSUMER(5);

  private static final SpanKind[] BY_NUMBER = values();

  private final int number;

  SpanKind(int number) {
    this.number = number;
  }

  /** The kind's number in OTLP, 0 to 5. */
  public int number() {
    return number;
  }

  /** The kind with OTLP's {@code number}; {@link #UNSPECIFIED} for a number that is not known. */
  public static SpanKind ofNumber(int number) {
    return number >= 0 && number < BY_NUMBER.length ? BY_NUMBER[number] : UNSPECIFIED;
  }
}
