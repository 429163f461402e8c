package dev.ichnos.codec.xray;

import dev.ichnos.model.Format;

/** The format of this package. */
public final class XRayFormats {
  /** The header line and a segment in JSON, as sent to the X-Ray daemon in a datagram. */
  public static final Format XRAY_JSON = new Format("XRAY_JSON", "application/json");

  private XRayFormats() {}
}
