package dev.ichnos.model;

import java.util.Objects;

/**
 * How the work of a span ended.
 *
 * @param code OTLP's status code
 * @param message a text for people, empty when absent
 */
public record Status(Code code, String message) {
  /** No status was stated. */
  public static final Status UNSET = new Status(Code.UNSET, "");

  public Status {
    Objects.requireNonNull(code, "code");
    Objects.requireNonNull(message, "message");
  }

  /** OTLP's status codes. */
  public enum Code {
    UNSET(0),
    OK(1),
    ERROR(2);

    private static final Code[] BY_NUMBER = values();

    private final int number;

    Code(int number) {
      this.number = number;
    }

    /** The code's number in OTLP, 0 to 2. */
    public int number() {
      return number;
    }

    /** The code with OTLP's {@code number}; {@link #UNSET} for a number that is not known. */
    public static Code ofNumber(int number) {
      return number >= 0 && number < BY_NUMBER.length ? BY_NUMBER[number] : UNSET;
    }
  }
}
