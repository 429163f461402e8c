package dev.ichnos.codec.wire;

import dev.ichnos.codec.DecodeException;
import dev.ichnos.model.Format;

/**
 * Bytes that are not the protobuf message that was expected. It learns its path on the way up:
 * every message that it passes through puts its field in front, so that good messages pay nothing.
 */
public final class ProtoException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int offset;
  private final String problem;
  private String path = "";
  private boolean betweenFields;

  ProtoException(int offset, String problem) {
    super(problem, null, false, false);
    this.offset = offset;
    this.problem = problem;
  }

  /** A problem found where the next field should begin: the field read before is not to blame. */
  static ProtoException betweenFields(int offset, String problem) {
    ProtoException exception = new ProtoException(offset, problem);
    exception.betweenFields = true;
    return exception;
  }

  /** This problem, seen from the message that holds {@code field}. */
  public ProtoException in(String field) {
    if (betweenFields) {
      betweenFields = false;
      return this;
    }
    path = path.isEmpty() ? field : field + "." + path;
    return this;
  }

  /** For the sender: {@code Malformed FORMAT: path at byte N: problem}. */
  public DecodeException toDecodeException(Format format) {
    return new DecodeException(format, describe());
  }

  /** For the sender, where it costs a part of the message only: {@code path at byte N: problem}. */
  public String describe() {
    String place = path.isEmpty() ? "byte " + offset : path + " at byte " + offset;
    return place + ": " + problem;
  }
}
