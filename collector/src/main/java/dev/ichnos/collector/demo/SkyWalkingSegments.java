package dev.ichnos.collector.demo;

import dev.ichnos.model.SpanKind;
import dev.ichnos.model.TraceId;
import dev.ichnos.propagation.SkyWalkingIds;
import dev.ichnos.proto.skywalking.KeyStringValuePair;
import dev.ichnos.proto.skywalking.SegmentObject;
import dev.ichnos.proto.skywalking.SegmentReference;
import dev.ichnos.proto.skywalking.SpanLayer;
import dev.ichnos.proto.skywalking.SpanObject;
import dev.ichnos.proto.skywalking.SpanType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A request of Bookinfo as the segments that Envoy's SkyWalking tracer makes: UUIDs for ids, times
 * in milliseconds, two tags under other names. Each span is a segment, as each request at a proxy
 * is; the second span that Envoy adds to it is left out, so that the tree is that of all protocols.
 */
final class SkyWalkingSegments {
  private static final int ENVOY = 9000;
  private static final Map<String, String> TAGS =
      Map.of("http.url", "url", "http.status_code", "status_code");

  private SkyWalkingSegments() {}

  /** The segments of each proxy. */
  static List<List<SegmentObject>> of(Bookinfo request) {
    Map<Long, Bookinfo.Hop> byId = new HashMap<>();
    request.reports().forEach(report -> report.forEach(hop -> byId.put(hop.spanId(), hop)));
    List<List<SegmentObject>> segments = new ArrayList<>();
    for (List<Bookinfo.Hop> report : request.reports()) {
      List<SegmentObject> own = new ArrayList<>();
      for (Bookinfo.Hop hop : report) {
        Bookinfo.Hop parent = byId.get(hop.parentSpanId());
        own.add(segment(request, hop, parent == null ? List.of() : List.of(parent)));
      }
      segments.add(own);
    }
    return segments;
  }

  /** What a backend can know of a span: its id follows from its segment's. */
  static Bookinfo.Hop arriving(Bookinfo.Hop hop) {
    long start = millis(hop.startEpochMicros()) * 1_000;
    long end = millis(hop.startEpochMicros() + hop.durationMicros()) * 1_000;
    return new Bookinfo.Hop(
        hop.proxy(),
        hop.kind(),
        SkyWalkingIds.spanId(segmentId(hop.spanId()), 0),
        hop.parentSpanId() == 0 ? 0 : SkyWalkingIds.spanId(segmentId(hop.parentSpanId()), 0),
        hop.name(),
        start,
        end - start,
        hop.upstreamCluster(),
        hop.url());
  }

  private static SegmentObject segment(
      Bookinfo request, Bookinfo.Hop hop, List<Bookinfo.Hop> parents) {
    SpanObject.Builder span =
        SpanObject.newBuilder()
            .setParentSpanId(-1)
            .setStartTime(millis(hop.startEpochMicros()))
            .setEndTime(millis(hop.startEpochMicros() + hop.durationMicros()))
            .setOperationName(hop.name())
            .setSpanType(hop.kind() == SpanKind.SERVER ? SpanType.ENTRY : SpanType.EXIT)
            .setSpanLayer(SpanLayer.HTTP)
            .setComponentId(ENVOY);
    String traceId =
        SkyWalkingIds.traceIdText(new TraceId(request.traceIdHigh(), request.traceIdLow()));
    for (Bookinfo.Hop parent : parents) {
      span.addRefs(
          SegmentReference.newBuilder()
              .setTraceId(traceId)
              .setParentTraceSegmentId(segmentId(parent.spanId()))
              .setParentService(parent.proxy().tracingName())
              .setParentServiceInstance(parent.proxy().nodeId())
              .setParentEndpoint(parent.name())
              .setNetworkAddressUsedAtPeer(hop.proxy().ip() + ":9080"));
    }
    hop.tags()
        .forEach(
            (key, value) ->
                span.addTags(
                    KeyStringValuePair.newBuilder()
                        .setKey(TAGS.getOrDefault(key, key))
                        .setValue(value)));
    return SegmentObject.newBuilder()
        .setTraceId(traceId)
        .setTraceSegmentId(segmentId(hop.spanId()))
        .addSpans(span)
        .setService(hop.proxy().tracingName())
        .setServiceInstance(hop.proxy().nodeId())
        .build();
  }

  private static String segmentId(long spanId) {
    return new UUID(~spanId, spanId).toString();
  }

  private static long millis(long micros) {
    return micros / 1_000;
  }
}
