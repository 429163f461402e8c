package dev.ichnos.collector.receiver.skywalking;

import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import org.apache.skywalking.apm.network.language.agent.v3.SegmentObject;
import org.apache.skywalking.apm.network.language.agent.v3.SpanObject;

/** Segments made by SkyWalking's own classes. */
final class SkyWalkingMessages {
  private static final SegmentObject EMPTY =
      SegmentObject.newBuilder()
          .setTraceId("4f2c8a1e-7b3d-4c5e-9a6f-0d1b2c3e4f50")
          .setTraceSegmentId("8e1d5c77-0a9b-4f1e-b1c2-6d7e8f901a2b")
          .setService("details.default")
          .build();

  private SkyWalkingMessages() {}

  /** A segment of one good span. */
  static SegmentObject good() {
    return EMPTY.toBuilder().addSpans(span(0)).build();
  }

  /** A segment of one good span between two bad ones. */
  static SegmentObject mixed() {
    return EMPTY.toBuilder().addSpans(span(-3)).addSpans(span(0)).addSpans(span(-4)).build();
  }

  static SegmentObject onlyBad() {
    return EMPTY.toBuilder().addSpans(span(-3)).build();
  }

  /** The same as JSON, 64-bit numbers as text, as protobuf's own writer has them. */
  static byte[] json(SegmentObject segment) {
    String spans =
        segment.getSpansList().stream()
            .map(
                span ->
                    ("{\"spanId\":%d,\"parentSpanId\":%d,\"startTime\":\"%d\","
                            + "\"endTime\":\"%d\",\"operationName\":\"%s\",\"spanType\":\"%s\"}")
                        .formatted(
                            span.getSpanId(),
                            span.getParentSpanId(),
                            span.getStartTime(),
                            span.getEndTime(),
                            span.getOperationName(),
                            span.getSpanType()))
            .collect(Collectors.joining(","));
    return ("{\"traceId\":\"%s\",\"traceSegmentId\":\"%s\",\"service\":\"%s\",\"spans\":[%s]}")
        .formatted(segment.getTraceId(), segment.getTraceSegmentId(), segment.getService(), spans)
        .getBytes(StandardCharsets.UTF_8);
  }

  private static SpanObject.Builder span(int id) {
    return SpanObject.newBuilder()
        .setSpanId(id)
        .setParentSpanId(-1)
        .setOperationName("GET /details")
        .setStartTime(1641106513382L)
        .setEndTime(1641106513391L);
  }
}
