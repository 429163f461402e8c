package dev.ichnos.codec.cloudtrace;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the stack traces that runtimes print, line by line; what is no frame is passed over.
 *
 * <pre>
 * Java      at pkg.Class.method(File.java:42)        Caused by: pkg.Error: text
 * Node.js   at function (/path/file.js:42:7)         at /path/file.js:42:7
 * .NET      at Ns.Class.Method(Type arg) in /path/File.cs:line 42
 * Python    File "/path/file.py", line 42, in function     (the innermost frame last)
 * Go        pkg.function(0x1, 0x2)  and on the next line   /path/file.go:42 +0x1d
 * </pre>
 *
 * <p>Frames come out innermost first, also Python's; of too many the innermost are kept.
 */
final class StackText {
  private final List<StackFrame> frames;
  private final int dropped;

  private StackText(List<StackFrame> frames, int dropped) {
    this.frames = frames;
    this.dropped = dropped;
  }

  /** The frames in {@code text}; none when it is of no kind that is known. */
  static StackText of(String text) {
    Reader reader = new Reader();
    int from = 0;
    while (from < text.length()) {
      int end = text.indexOf('\n', from);
      end = end < 0 ? text.length() : end;
      reader.line(text, from, end);
      from = end + 1;
    }
    return reader.result();
  }

  /** At most 128. */
  List<StackFrame> frames() {
    return frames;
  }

  /** Frames beyond. */
  int dropped() {
    return dropped;
  }

  /** Collects frames; the kind of the first one decides whether they come in reverse. */
  private static final class Reader {
    private static final String AT = "at ";
    private static final String PYTHON_FILE = "File \"";
    private static final String PYTHON_LINE = "\", line ";
    private static final String PYTHON_FUNCTION = ", in ";

    private final Deque<StackFrame> kept = new ArrayDeque<>();
    private int dropped;
    private boolean innermostLast;
    private boolean found;
    private String goFunction = "";

    void line(String text, int from, int to) {
      int start = from;
      while (start < to && (text.charAt(start) == ' ' || text.charAt(start) == '\t')) {
        start++;
      }
      int end = to;
      while (end > start && text.charAt(end - 1) <= ' ') {
        end--;
      }
      String function = goFunction;
      goFunction = "";
      if (start == end) {
        return;
      }
      StackFrame frame = null;
      if (end - start > AT.length() && text.startsWith(AT, start)) {
        frame = AtLine.frame(text.substring(start + AT.length(), end));
      } else if (text.startsWith(PYTHON_FILE, start)) {
        frame = python(text.substring(start, end));
      } else if (start > from && !function.isEmpty()) {
        frame = go(function, text.substring(start, end));
      } else if (found && isCause(text, start)) {
        frame = StackFrame.of(text.substring(start, end));
      } else if (start == from) {
        goFunction = text.substring(start, end);
      }
      if (frame != null) {
        add(frame);
      }
    }

    StackText result() {
      // Causes alone are no stack; they are only taken behind a frame.
      List<StackFrame> frames = new ArrayList<>(kept);
      if (innermostLast) {
        Collections.reverse(frames);
      }
      return new StackText(frames, dropped);
    }

    private void add(StackFrame frame) {
      found = true;
      if (kept.size() < CloudTraceLimits.STACK_FRAMES) {
        kept.addLast(frame);
        return;
      }
      dropped++;
      if (innermostLast) {
        kept.removeFirst();
        kept.addLast(frame);
      }
    }

    private static boolean isCause(String text, int start) {
      return text.startsWith("Caused by: ", start) || text.startsWith("Suppressed: ", start);
    }

    private @Nullable StackFrame python(String line) {
      int lineAt = line.lastIndexOf(PYTHON_LINE);
      if (lineAt < PYTHON_FILE.length()) {
        return null;
      }
      int numberAt = lineAt + PYTHON_LINE.length();
      int functionAt = line.indexOf(PYTHON_FUNCTION, numberAt);
      int numberEnd = functionAt < 0 ? line.length() : functionAt;
      long number = Digits.parse(line, numberAt, numberEnd);
      if (number < 0) {
        return null;
      }
      if (!found) {
        innermostLast = true;
      }
      String function =
          functionAt < 0 ? "<module>" : line.substring(functionAt + PYTHON_FUNCTION.length());
      return new StackFrame(function, line.substring(PYTHON_FILE.length(), lineAt), number, 0);
    }

    /** The line {@code /path/file.go:42 +0x1d} behind the line of its function. */
    private static @Nullable StackFrame go(String function, String location) {
      int end = location.indexOf(' ');
      end = end < 0 ? location.length() : end;
      int colon = location.lastIndexOf(':', end - 1);
      if (colon < 0 || !location.startsWith(".go", colon - 3)) {
        return null;
      }
      long line = Digits.parse(location, colon + 1, end);
      return line < 0
          ? null
          : new StackFrame(goName(function), location.substring(0, colon), line, 0);
    }

    /** Without arguments, and without {@code created by ... in goroutine 7}. */
    private static String goName(String function) {
      String name = function;
      if (name.startsWith("created by ")) {
        name = name.substring("created by ".length());
        int goroutine = name.indexOf(" in goroutine ");
        return goroutine < 0 ? name : name.substring(0, goroutine);
      }
      int arguments = name.endsWith(")") ? name.lastIndexOf('(') : -1;
      return arguments > 0 ? name.substring(0, arguments) : name;
    }
  }
}
