package dev.ichnos.codec.cloudtrace;

import org.jspecify.annotations.Nullable;

/** What stands behind {@code at} in the stack traces of Java, Node.js and .NET. */
final class AtLine {
  private static final String DOTNET_FILE = ") in ";
  private static final String DOTNET_LINE = ":line ";

  private AtLine() {}

  /** The frame; null when it is none, such as a sentence that begins with "at". */
  static @Nullable StackFrame frame(String whole) {
    String line = withoutJar(whole);
    int dotnet = line.lastIndexOf(DOTNET_FILE);
    if (dotnet > 0) {
      return dotnet(line.substring(0, dotnet + 1), line.substring(dotnet + DOTNET_FILE.length()));
    }
    if (!line.endsWith(")")) {
      return bare(line);
    }
    int open = line.lastIndexOf('(');
    String location = line.substring(open + 1, line.length() - 1);
    String function = open > 0 ? line.substring(0, open).trim() : "";
    if (function.isEmpty()) {
      return null;
    }
    return located(function, location);
  }

  /** Log4j and Logback add the jar: {@code at a.B.c(B.java:7) ~[b.jar:1.0]}. */
  private static String withoutJar(String line) {
    int end = line.endsWith("]") ? line.lastIndexOf(") ") : -1;
    boolean jar = end > 0 && (line.charAt(end + 2) == '[' || line.charAt(end + 2) == '~');
    return jar ? line.substring(0, end + 1) : line;
  }

  /** Node.js: a place outside of any function. */
  private static @Nullable StackFrame bare(String line) {
    String location = line.startsWith("async ") ? line.substring("async ".length()) : line;
    StackFrame frame = located("", location);
    return frame.column() > 0
        ? new StackFrame("<anonymous>", frame.file(), frame.line(), frame.column())
        : null;
  }

  private static @Nullable StackFrame dotnet(String function, String location) {
    int colon = location.lastIndexOf(DOTNET_LINE);
    if (colon < 0) {
      return new StackFrame(function, location, 0, 0);
    }
    long line = Digits.parse(location, colon + DOTNET_LINE.length(), location.length());
    return new StackFrame(function, location.substring(0, colon), Math.max(0, line), 0);
  }

  /** {@code file}, {@code file:line} or {@code file:line:column}. */
  private static StackFrame located(String function, String location) {
    int last = location.lastIndexOf(':');
    long second = last < 0 ? -1 : Digits.parse(location, last + 1, location.length());
    if (second < 0) {
      return new StackFrame(function, known(location), 0, 0);
    }
    int first = location.lastIndexOf(':', last - 1);
    long line = first < 0 ? -1 : Digits.parse(location, first + 1, last);
    return line < 0
        ? new StackFrame(function, location.substring(0, last), second, 0)
        : new StackFrame(function, location.substring(0, first), line, second);
  }

  private static String known(String location) {
    return switch (location) {
      case "Native Method", "Unknown Source", "native", "<anonymous>" -> "";
      default -> location;
    };
  }
}
