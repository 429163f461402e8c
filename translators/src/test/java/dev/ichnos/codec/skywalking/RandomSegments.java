package dev.ichnos.codec.skywalking;

import java.util.Random;
import org.apache.skywalking.apm.network.language.agent.v3.RefType;
import org.apache.skywalking.apm.network.language.agent.v3.SegmentObject;
import org.apache.skywalking.apm.network.language.agent.v3.SegmentReference;
import org.apache.skywalking.apm.network.language.agent.v3.SpanLayer;
import org.apache.skywalking.apm.network.language.agent.v3.SpanObject;
import org.apache.skywalking.apm.network.language.agent.v3.SpanType;

/** Segments of any content that a sender may state, every field now and then left out. */
final class RandomSegments {
  private static final String[] TEXTS = {
    "",
    "a",
    "GET /Bücher 😀",
    "10.0.0.1:80",
    "host:1",
    "\u0000\n\"",
    "url",
    "status_code",
    "200",
    "event",
    "error",
    "error.kind",
    "stack",
    "4f2c8a1e-7b3d-4c5e-9a6f-0d1b2c3e4f50",
    "a.1.2",
    "ichnos.5b4185666d50f68b"
  };

  private RandomSegments() {}

  static SegmentObject next(Random random) {
    SegmentObject.Builder segment = SegmentObject.newBuilder();
    segment.setTraceId(text(random)).setTraceSegmentId(text(random));
    segment.setService(text(random)).setServiceInstance(text(random));
    segment.setIsSizeLimited(random.nextBoolean());
    for (int i = random.nextInt(5); i > 0; i--) {
      segment.addSpans(span(random));
    }
    return segment.build();
  }

  private static SpanObject.Builder span(Random random) {
    SpanObject.Builder span = SpanObject.newBuilder();
    span.setSpanId(random.nextInt(6) - 1).setParentSpanId(random.nextInt(6) - 2);
    span.setStartTime(time(random)).setEndTime(time(random));
    span.setOperationName(text(random)).setPeer(text(random));
    span.setSpanType(SpanType.forNumber(random.nextInt(3)));
    span.setSpanLayer(SpanLayer.forNumber(random.nextInt(7)));
    span.setComponentId(random.nextInt()).setIsError(random.nextBoolean());
    span.setSkipAnalysis(random.nextBoolean());
    for (int i = random.nextInt(4); i > 0; i--) {
      span.addTags(Segments.pair(text(random), text(random)));
    }
    for (int i = random.nextInt(3); i > 0; i--) {
      span.addLogs(
          Segments.log(time(random), text(random), text(random), text(random), text(random)));
    }
    for (int i = random.nextInt(3); i > 0; i--) {
      span.addRefs(reference(random));
    }
    return span;
  }

  private static SegmentReference.Builder reference(Random random) {
    return Segments.reference(text(random), text(random), random.nextInt(4) - 1)
        .setRefType(RefType.forNumber(random.nextInt(2)))
        .setParentService(text(random))
        .setParentServiceInstance(text(random))
        .setParentEndpoint(text(random))
        .setNetworkAddressUsedAtPeer(text(random));
  }

  private static long time(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> 0;
      case 1 -> random.nextLong();
      default -> 1641106513382L + random.nextInt(1000);
    };
  }

  private static String text(Random random) {
    return TEXTS[random.nextInt(TEXTS.length)];
  }
}
