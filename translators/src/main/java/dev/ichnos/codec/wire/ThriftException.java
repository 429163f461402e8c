package dev.ichnos.codec.wire;

import dev.ichnos.codec.DecodeException;
import dev.ichnos.model.Format;

/**
 * Bytes that are not the thrift value that was expected. It learns its path on the way up: whoever
 * knows which struct was being read puts that in front, so that good messages pay nothing.
 */
public final class ThriftException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int offset;
  private final String problem;
  private String path;

  ThriftException(int offset, int field, String problem) {
    super(problem, null, false, false);
    this.offset = offset;
    this.problem = problem;
    this.path = field == ThriftReader.NO_FIELD ? "" : "field " + field;
  }

  /** This problem, seen from what holds {@code place}, such as {@code span 3}. */
  public ThriftException in(String place) {
    path = path.isEmpty() ? place : place + ", " + path;
    return this;
  }

  /** For the sender: {@code Malformed FORMAT: span 3, field 4 at byte N: problem}. */
  public DecodeException toDecodeException(Format format) {
    String place = path.isEmpty() ? "byte " + offset : path + " at byte " + offset;
    return new DecodeException(format, place + ": " + problem);
  }
}
