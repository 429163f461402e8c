package dev.ichnos.codec.otlp;

import dev.ichnos.model.Format;

/** The two encodings of OTLP. */
public final class OtlpFormats {
  /** OTLP in protobuf, over gRPC or HTTP. */
  public static final Format OTLP_PROTO = new Format("OTLP_PROTO", "application/x-protobuf");

  /** OTLP in JSON, over HTTP. */
  public static final Format OTLP_JSON = new Format("OTLP_JSON", "application/json");

  private OtlpFormats() {}
}
