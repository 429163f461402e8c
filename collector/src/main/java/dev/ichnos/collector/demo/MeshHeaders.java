package dev.ichnos.collector.demo;

import java.util.List;
import java.util.stream.Stream;

/** The headers that matter to tracing in the demo's mesh. */
final class MeshHeaders {
  static final String REQUEST_ID = "x-request-id";
  static final String CLOUD_TRACE = "x-cloud-trace-context";
  static final String TRACEPARENT = "traceparent";
  static final String B3_TRACE_ID = "x-b3-traceid";
  static final String B3_SPAN_ID = "x-b3-spanid";
  static final String B3_PARENT_SPAN_ID = "x-b3-parentspanid";
  static final String B3_SAMPLED = "x-b3-sampled";

  static final List<String> B3 = List.of(B3_TRACE_ID, B3_SPAN_ID, B3_PARENT_SPAN_ID, B3_SAMPLED);

  static final List<String> CLOUD_TRACE_AND_B3 =
      Stream.concat(Stream.of(CLOUD_TRACE), B3.stream()).toList();

  /** Those that the mesh's Telemetry resource has captured as custom tags of their names. */
  static final List<String> CAPTURED =
      List.of(CLOUD_TRACE, TRACEPARENT, "b3", B3_TRACE_ID, B3_SPAN_ID);

  private MeshHeaders() {}
}
