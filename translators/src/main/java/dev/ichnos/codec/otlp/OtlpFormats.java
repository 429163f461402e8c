package dev.ichnos.codec.otlp;

import dev.ichnos.model.Format;

/** The two encodings of OTLP, and where it goes over gRPC. */
public final class OtlpFormats {
  /** OTLP in protobuf, over gRPC or HTTP. */
  public static final Format OTLP_PROTO = new Format("OTLP_PROTO", "application/x-protobuf");

  /** OTLP in JSON, over HTTP. */
  public static final Format OTLP_JSON = new Format("OTLP_JSON", "application/json");

  /** The full name of the gRPC method that takes OTLP's traces. */
  public static final String EXPORT_METHOD =
      "opentelemetry.proto.collector.trace.v1.TraceService/Export";

  private OtlpFormats() {}
}
