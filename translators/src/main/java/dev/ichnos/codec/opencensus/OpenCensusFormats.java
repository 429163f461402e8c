package dev.ichnos.codec.opencensus;

import dev.ichnos.model.Format;

/** The formats of this package. */
public final class OpenCensusFormats {
  /** The protobuf message {@code opencensus.proto.agent.trace.v1.ExportTraceServiceRequest}. */
  public static final Format OPENCENSUS_PROTO =
      new Format("OPENCENSUS_PROTO", "application/x-protobuf");

  private OpenCensusFormats() {}
}
