package dev.ichnos.codec.cloudtrace;

import dev.ichnos.model.Format;

/** The encoding of Cloud Trace v2, and where it goes over gRPC. */
public final class CloudTraceFormats {
  /** {@code google.devtools.cloudtrace.v2.BatchWriteSpansRequest} in protobuf. */
  public static final Format CLOUDTRACE_V2_PROTO =
      new Format("CLOUDTRACE_V2_PROTO", "application/x-protobuf");

  /** The full name of the gRPC method that takes the spans of one project. */
  public static final String BATCH_WRITE_SPANS_METHOD =
      "google.devtools.cloudtrace.v2.TraceService/BatchWriteSpans";

  private CloudTraceFormats() {}
}
