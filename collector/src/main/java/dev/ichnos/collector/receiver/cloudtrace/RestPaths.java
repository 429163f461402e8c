package dev.ichnos.collector.receiver.cloudtrace;

import dev.ichnos.collector.transport.Paths;

/** The paths of the REST form (googleapis google/devtools/cloudtrace/v2/tracing.proto). */
final class RestPaths {
  static final Paths BATCH_WRITE = Paths.template("/v2/projects/{}/traces:batchWrite");
  static final Paths SPAN = Paths.template("/v2/projects/{}/traces/{}/spans/{}");

  /** Of the API's first version. */
  static final Paths PATCH_TRACES = Paths.template("/v1/projects/{}/traces");

  private static final int BEFORE_NAME = "/v2/".length();

  private RestPaths() {}

  /** The resource name of the span at a path of {@link #SPAN}. */
  static String spanName(String path) {
    return path.substring(BEFORE_NAME);
  }
}
