package dev.ichnos.codec.lightstep;

import dev.ichnos.model.Format;

/** The encoding of LightStep's reports, and where they go. */
public final class LightstepFormats {
  /** {@code lightstep.collector.ReportRequest} in protobuf. */
  public static final Format LIGHTSTEP_PROTO =
      new Format("LIGHTSTEP_PROTO", "application/octet-stream");

  /** The full name of the gRPC method. */
  public static final String REPORT_METHOD = "lightstep.collector.CollectorService/Report";

  /** The path over HTTP. */
  public static final String REPORTS_PATH = "/api/v2/reports";

  private LightstepFormats() {}
}
