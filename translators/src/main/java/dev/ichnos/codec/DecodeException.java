package dev.ichnos.codec;

import dev.ichnos.model.Format;

/**
 * A message that cannot be read. Its text is meant for the sender: it names the format, the place
 * and what was expected, such as {@code Malformed ZIPKIN_V2_JSON: span 3, byte 214: traceId is
 * "xyz" (expected: 1-32 hex digits)}. It has no stack trace, since the mistake is not in our code.
 */
public final class DecodeException extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * A message that cannot be read.
   *
   * @param format what was being read
   * @param detail place and expectation, without the leading "Malformed"
   */
  public DecodeException(Format format, String detail) {
    super("Malformed " + format.name() + ": " + detail, null, false, false);
  }
}
