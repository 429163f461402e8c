package dev.ichnos.collector.receiver.cloudtrace;

/** The paths of the REST form (googleapis google/devtools/cloudtrace/v2/tracing.proto). */
final class RestPaths {
  private static final String V2 = "/v2/";
  private static final String V2_PROJECTS = V2 + "projects/";
  private static final String BATCH_WRITE = "/traces:batchWrite";
  private static final String V1_PROJECTS = "/v1/projects/";
  private static final String V1_TRACES = "/traces";
  private static final int SPAN_SEGMENTS = 6;

  private RestPaths() {}

  /** {@code /v2/projects/P/traces:batchWrite}. */
  static boolean isBatchWrite(String path) {
    return isOneSegmentBetween(path, V2_PROJECTS, BATCH_WRITE);
  }

  /** {@code /v2/projects/P/traces/T/spans/S}. */
  static boolean isSpan(String path) {
    if (!path.startsWith(V2_PROJECTS)) {
      return false;
    }
    String[] segments = path.substring(V2.length()).split("/", SPAN_SEGMENTS + 1);
    return segments.length == SPAN_SEGMENTS
        && segments[2].equals("traces")
        && segments[4].equals("spans");
  }

  /** The resource name of the span at a path that {@link #isSpan}. */
  static String spanName(String path) {
    return path.substring(V2.length());
  }

  /** {@code /v1/projects/P/traces}, of the API's first version. */
  static boolean isPatchTraces(String path) {
    return isOneSegmentBetween(path, V1_PROJECTS, V1_TRACES);
  }

  private static boolean isOneSegmentBetween(String path, String prefix, String suffix) {
    int end = path.length() - suffix.length();
    return end > prefix.length()
        && path.startsWith(prefix)
        && path.endsWith(suffix)
        && path.indexOf('/', prefix.length()) >= end;
  }
}
