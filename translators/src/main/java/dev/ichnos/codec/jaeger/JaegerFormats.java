package dev.ichnos.codec.jaeger;

import dev.ichnos.model.Format;

/** The formats of this package. */
public final class JaegerFormats {
  /** The message {@code jaeger.api_v2.PostSpansRequest} of {@code CollectorService/PostSpans}. */
  public static final Format JAEGER_PROTO = new Format("JAEGER_PROTO", "application/x-protobuf");

  /** The struct {@code Batch} in Thrift's binary protocol, as POSTed to {@code /api/traces}. */
  public static final Format JAEGER_THRIFT = new Format("JAEGER_THRIFT", "application/x-thrift");

  private JaegerFormats() {}
}
