package dev.ichnos.codec.skywalking;

import java.util.ArrayList;
import java.util.List;

/** One segment while it is read, in SkyWalking's terms. */
final class SegmentDraft {
  /** Where it stands, with the dot behind it; empty when the message is the segment. */
  final String place;

  String traceId = "";
  String segmentId = "";
  String service = "";
  String serviceInstance = "";
  boolean sizeLimited;
  final List<SpanDraft> spans = new ArrayList<>();

  SegmentDraft(String place) {
    this.place = place;
  }
}
