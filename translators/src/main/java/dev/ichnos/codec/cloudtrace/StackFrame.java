package dev.ichnos.codec.cloudtrace;

/**
 * One line of a stack trace.
 *
 * @param function with its class or package; or a line between two frames, such as {@code Caused
 *     by: ...}
 * @param file empty when unknown
 * @param line 0 when unknown
 * @param column 0 when unknown
 */
record StackFrame(String function, String file, long line, long column) {
  /** A frame of which only the text is known. */
  static StackFrame of(String text) {
    return new StackFrame(text, "", 0, 0);
  }
}
