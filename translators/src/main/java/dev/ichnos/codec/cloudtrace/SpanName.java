package dev.ichnos.codec.cloudtrace;

import dev.ichnos.codec.wire.BadValueException;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a resource name, {@code projects/PROJECT/traces/TRACE[/spans/SPAN]}, as text.
 *
 * @param project such as {@code my-project}
 * @param traceId 1-32 hex digits where it is right
 * @param spanId 1-16 hex digits where it is right; empty when the name ends before
 */
record SpanName(String project, String traceId, String spanId) {
  private static final String PROJECTS = "projects";
  private static final String TRACES = "traces";
  private static final String SPANS = "spans";

  /** The parts; null when the name has another shape. */
  static @Nullable SpanName of(String name) {
    String[] parts = name.split("/", 7);
    boolean trace = parts.length == 4;
    boolean span = parts.length == 6 && parts[4].equals(SPANS);
    if ((!trace && !span) || !parts[0].equals(PROJECTS) || !parts[2].equals(TRACES)) {
      return null;
    }
    return new SpanName(parts[1], parts[3], span ? parts[5] : "");
  }

  /** The project of {@code projects/PROJECT}; empty when the name has another shape. */
  static String project(String name) {
    String[] parts = name.split("/", 3);
    return parts.length == 2 && parts[0].equals(PROJECTS) ? parts[1] : "";
  }

  /** What is wrong with a name that has another shape. */
  static String problem(String name) {
    return (name.isEmpty() ? "absent" : BadValueException.quote(name))
        + " (expected: projects/PROJECT/traces/TRACE/spans/SPAN)";
  }
}
