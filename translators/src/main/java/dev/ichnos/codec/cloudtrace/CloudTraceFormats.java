package dev.ichnos.codec.cloudtrace;

import dev.ichnos.model.Format;

/** The encodings of Cloud Trace v2, and where they go over gRPC. */
public final class CloudTraceFormats {
  /** {@code google.devtools.cloudtrace.v2.BatchWriteSpansRequest} in protobuf. */
  public static final Format CLOUDTRACE_V2_PROTO =
      new Format("CLOUDTRACE_V2_PROTO", "application/x-protobuf");

  /** The same request in protobuf's JSON, as the REST form of the API takes it. */
  public static final Format CLOUDTRACE_V2_JSON =
      new Format("CLOUDTRACE_V2_JSON", "application/json");

  /** The full name of the gRPC method that takes the spans of one project. */
  public static final String BATCH_WRITE_SPANS_METHOD =
      "google.devtools.cloudtrace.v2.TraceService/BatchWriteSpans";

  /** The full name of the gRPC method that takes one span. */
  public static final String CREATE_SPAN_METHOD =
      "google.devtools.cloudtrace.v2.TraceService/CreateSpan";

  private CloudTraceFormats() {}
}
