package dev.ichnos.codec.zipkin;

import dev.ichnos.model.Format;

/** The formats of this package. */
public final class ZipkinFormats {
  /** A JSON list of v2 spans, as POSTed to {@code /api/v2/spans}. */
  public static final Format ZIPKIN_V2_JSON = new Format("ZIPKIN_V2_JSON", "application/json");

  /** The protobuf message {@code zipkin.proto3.ListOfSpans}, POSTed to {@code /api/v2/spans}. */
  public static final Format ZIPKIN_PROTO = new Format("ZIPKIN_PROTO", "application/x-protobuf");

  /** A JSON list of v1 spans, as POSTed to {@code /api/v1/spans}. */
  public static final Format ZIPKIN_V1_JSON = new Format("ZIPKIN_V1_JSON", "application/json");

  /** A list of v1 spans in Thrift's binary protocol, as POSTed to {@code /api/v1/spans}. */
  public static final Format ZIPKIN_V1_THRIFT =
      new Format("ZIPKIN_V1_THRIFT", "application/x-thrift");

  private ZipkinFormats() {}
}
