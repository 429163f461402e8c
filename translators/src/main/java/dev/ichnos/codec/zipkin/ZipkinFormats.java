package dev.ichnos.codec.zipkin;

import dev.ichnos.model.Format;

/** The formats of this package. */
public final class ZipkinFormats {
  /** A JSON list of v2 spans, as POSTed to {@code /api/v2/spans}. */
  public static final Format ZIPKIN_V2_JSON = new Format("ZIPKIN_V2_JSON", "application/json");

  private ZipkinFormats() {}
}
