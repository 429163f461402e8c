package dev.ichnos.propagation;

import dev.ichnos.model.TraceId;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What only {@code sw8} says: the ids as texts, and who sent the request.
 *
 * @param traceId not empty
 * @param segmentId not empty
 * @param spanIndex of the span in its segment, from 0
 * @param service of the sender; may be empty, as may the others
 * @param instance of that service
 * @param endpoint in that service where the request came in
 * @param address by which the sender reaches the receiver
 */
record SkyWalkingDetail(
    String traceId,
    String segmentId,
    int spanIndex,
    String service,
    String instance,
    String endpoint,
    String address)
    implements FamilyDetail {
  private static final String UNKNOWN = "-";

  /** What stands for a context that came from another family. */
  static SkyWalkingDetail forContext(TraceContext context) {
    return new SkyWalkingDetail(
        SkyWalkingIds.traceIdText(context.traceId()),
        SkyWalkingIds.segmentId(context.spanId()),
        0,
        UNKNOWN,
        UNKNOWN,
        UNKNOWN,
        UNKNOWN);
  }

  TraceId mappedTraceId() {
    return SkyWalkingIds.traceId(traceId);
  }

  long mappedSpanId() {
    return SkyWalkingIds.spanId(segmentId, spanIndex);
  }

  @Override
  public Map<String, String> parts() {
    Map<String, String> parts = new LinkedHashMap<>();
    parts.put("trace_id", traceId);
    parts.put("segment_id", segmentId);
    parts.put("span_index", Integer.toString(spanIndex));
    parts.put("service", service);
    parts.put("instance", instance);
    parts.put("endpoint", endpoint);
    parts.put("address", address);
    return parts;
  }
}
