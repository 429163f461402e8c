package dev.ichnos.codec.wire;

/** Bytes that are not JSON, and where. It has no stack trace: the mistake is not in our code. */
public final class JsonException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int offset;

  JsonException(int offset, String problem) {
    super(problem, null, false, false);
    this.offset = offset;
  }

  /** Where JSON is broken, in bytes from the start of the message. */
  public int offset() {
    return offset;
  }
}
