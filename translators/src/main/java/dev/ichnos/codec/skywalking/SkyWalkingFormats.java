package dev.ichnos.codec.skywalking;

import dev.ichnos.model.Format;

/** The formats of this package. */
public final class SkyWalkingFormats {
  /** The protobuf messages {@code skywalking.v3.SegmentObject} and {@code SegmentCollection}. */
  public static final Format SKYWALKING_PROTO =
      new Format("SKYWALKING_PROTO", "application/x-protobuf");

  /**
   * A segment, or a list of segments, as POSTed to {@code /v3/segment} and {@code /v3/segments}.
   */
  public static final Format SKYWALKING_JSON = new Format("SKYWALKING_JSON", "application/json");

  private SkyWalkingFormats() {}
}
