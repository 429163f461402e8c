package dev.ichnos.codec.cloudtrace;

/**
 * A stack trace while it is read, as the text that {@link StackText} reads back into the same
 * frames: {@code at function(file:line:column)}, one a line; of more than Cloud Trace knows the
 * innermost.
 */
final class StackDraft {
  private final StringBuilder text = new StringBuilder();
  private int frames;
  private long dropped;

  void clear() {
    text.setLength(0);
    frames = 0;
    dropped = 0;
  }

  void frame(StackFrame frame) {
    String function = oneLine(frame.function());
    boolean bare = frame.file().isEmpty() && frame.line() == 0;
    if (bare && function.isEmpty()) {
      return;
    }
    if (frames == CloudTraceLimits.STACK_FRAMES) {
      dropped++;
      return;
    }
    frames++;
    newLine();
    if (bare && isCause(function)) {
      text.append(function);
      return;
    }
    text.append("\tat ").append(function.isEmpty() ? "<anonymous>" : function).append('(');
    text.append(oneLine(frame.file()));
    if (frame.line() != 0) {
      text.append(':').append(frame.line());
      if (frame.column() != 0) {
        text.append(':').append(frame.column());
      }
    }
    text.append(')');
  }

  /** Frames that the sender says it left out. */
  void dropped(int upstream) {
    dropped += upstream;
  }

  /** The text; empty when there was no frame. */
  String text() {
    if (dropped > 0) {
      newLine();
      text.append("\t... ").append(dropped).append(" more");
      dropped = 0;
    }
    return text.toString();
  }

  private void newLine() {
    if (text.length() > 0) {
      text.append('\n');
    }
  }

  private static boolean isCause(String function) {
    return function.startsWith("Caused by: ") || function.startsWith("Suppressed: ");
  }

  private static String oneLine(String value) {
    return value.replace('\n', ' ').replace('\r', ' ');
  }
}
