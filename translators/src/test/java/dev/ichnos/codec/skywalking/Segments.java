package dev.ichnos.codec.skywalking;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import dev.ichnos.codec.DecodeException;
import dev.ichnos.codec.DecodeLimits;
import dev.ichnos.codec.RecordingSpanSink;
import dev.ichnos.codec.SpanDecoder;
import dev.ichnos.model.Span;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.skywalking.apm.network.common.v3.KeyStringValuePair;
import org.apache.skywalking.apm.network.language.agent.v3.Log;
import org.apache.skywalking.apm.network.language.agent.v3.SegmentObject;
import org.apache.skywalking.apm.network.language.agent.v3.SegmentReference;
import org.apache.skywalking.apm.network.language.agent.v3.SpanObject;

/** Segments as SkyWalking's own generated classes make them, and the golden ones. */
final class Segments {
  static final String TRACE = "4f2c8a1e-7b3d-4c5e-9a6f-0d1b2c3e4f50";
  static final String SEGMENT = "8e1d5c77-0a9b-4f1e-b1c2-6d7e8f901a2b";

  private Segments() {}

  /** A message under golden/skywalking: ours, in the form that the sender's source shows. */
  static byte[] golden(String name) throws IOException {
    try (InputStream in = Segments.class.getResourceAsStream("/golden/skywalking/" + name)) {
      if (in == null) {
        throw new FileNotFoundException(name);
      }
      return in.readAllBytes();
    }
  }

  /** Ids, a service, and these spans. */
  static SegmentObject of(SpanObject.Builder... spans) {
    SegmentObject.Builder segment =
        SegmentObject.newBuilder()
            .setTraceId(TRACE)
            .setTraceSegmentId(SEGMENT)
            .setService("details")
            .setServiceInstance("details-1");
    for (SpanObject.Builder span : spans) {
      segment.addSpans(span);
    }
    return segment.build();
  }

  /** The first span of a segment, of which nothing else is said. */
  static SpanObject.Builder root() {
    return SpanObject.newBuilder().setParentSpanId(-1);
  }

  static SegmentReference.Builder reference(String traceId, String segmentId, int spanId) {
    return SegmentReference.newBuilder()
        .setTraceId(traceId)
        .setParentTraceSegmentId(segmentId)
        .setParentSpanId(spanId);
  }

  static KeyStringValuePair pair(String key, String value) {
    return KeyStringValuePair.newBuilder().setKey(key).setValue(value).build();
  }

  static Log log(long time, String... pairs) {
    Log.Builder log = Log.newBuilder().setTime(time);
    for (int i = 0; i < pairs.length; i += 2) {
      log.addData(pair(pairs[i], pairs[i + 1]));
    }
    return log.build();
  }

  /** The spans of a good message, of which nothing was dropped or mended. */
  static List<Span> decode(SpanDecoder decoder, byte[] message) throws DecodeException {
    RecordingSpanSink sink = read(decoder, message);
    assertThat(sink.dropped()).isEmpty();
    assertThat(sink.mended()).isEmpty();
    return sink.spans();
  }

  static List<Span> decode(SegmentObject segment) throws DecodeException {
    return decode(SkyWalkingProtoDecoder.segment(), segment.toByteArray());
  }

  /** The one span of a good segment. */
  static Span only(SpanObject.Builder span) throws DecodeException {
    List<Span> spans = decode(of(span));
    assertThat(spans).hasSize(1);
    return spans.get(0);
  }

  static RecordingSpanSink read(SpanDecoder decoder, byte[] message) throws DecodeException {
    RecordingSpanSink sink = new RecordingSpanSink();
    decoder.decode(ByteBuffer.wrap(message), DecodeLimits.DEFAULT, sink);
    return sink;
  }

  /** As SkyWalking's backend writes and reads it over HTTP: protobuf's own JSON. */
  static byte[] json(Message message) throws IOException {
    return JsonFormat.printer().print(message).getBytes(StandardCharsets.UTF_8);
  }
}
