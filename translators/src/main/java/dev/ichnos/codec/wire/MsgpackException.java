package dev.ichnos.codec.wire;

import dev.ichnos.codec.DecodeException;
import dev.ichnos.model.Format;

/**
 * Bytes that are not the msgpack that was expected. It learns its path on the way up: whoever reads
 * a map or an array puts the field in front, so that good messages pay nothing.
 */
public final class MsgpackException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int offset;
  private final String problem;
  private String path = "";

  MsgpackException(int offset, String problem) {
    super(problem, null, false, false);
    this.offset = offset;
    this.problem = problem;
  }

  /** This problem, seen from the map or array that holds {@code field}. */
  public MsgpackException in(String field) {
    path = path.isEmpty() ? field : path.startsWith("[") ? field + path : field + "." + path;
    return this;
  }

  /** The place and the problem: {@code path at byte N: problem}. */
  public String detail() {
    String place = path.isEmpty() ? "byte " + offset : path + " at byte " + offset;
    return place + ": " + problem;
  }

  /** For the sender: {@code Malformed FORMAT: path at byte N: problem}. */
  public DecodeException toDecodeException(Format format) {
    return new DecodeException(format, detail());
  }
}
