package dev.ichnos.codec.opencensus;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import dev.ichnos.codec.DecodeException;
import dev.ichnos.codec.DecodeLimits;
import dev.ichnos.codec.RecordingSpanSink;
import dev.ichnos.codec.SpanDecoder;
import io.opencensus.proto.agent.trace.v1.ExportTraceServiceRequest;
import io.opencensus.proto.trace.v1.AttributeValue;
import io.opencensus.proto.trace.v1.Span;
import io.opencensus.proto.trace.v1.TruncatableString;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Messages made with OpenCensus' own generated classes, and what the decoder makes of them. */
final class OpenCensusBed {
  static final String TRACE_ID = "463ac35c9f6413ad48485a3953bb6124";
  static final String SPAN_ID = "a2fb4a1d1a96d312";
  static final long START_SECONDS = 1_700_000_000L;
  static final long START = START_SECONDS * 1_000_000_000L;

  private OpenCensusBed() {}

  /** A span with ids, a name and times. */
  static Span.Builder span() {
    return Span.newBuilder()
        .setTraceId(hex(TRACE_ID))
        .setSpanId(hex(SPAN_ID))
        .setName(text("get /"))
        .setStartTime(Timestamp.newBuilder().setSeconds(START_SECONDS))
        .setEndTime(Timestamp.newBuilder().setSeconds(START_SECONDS).setNanos(5));
  }

  static ByteString hex(String digits) {
    return ByteString.copyFrom(HexFormat.of().parseHex(digits));
  }

  /** The hex digits themselves, as opencensus-cpp writes ids. */
  static ByteString digits(String digits) {
    return ByteString.copyFrom(digits, StandardCharsets.US_ASCII);
  }

  static TruncatableString text(String value) {
    return TruncatableString.newBuilder().setValue(value).build();
  }

  static AttributeValue value(String value) {
    return AttributeValue.newBuilder().setStringValue(text(value)).build();
  }

  static Span.Attributes attributes(String key, String value) {
    return Span.Attributes.newBuilder().putAttributeMap(key, value(value)).build();
  }

  static ExportTraceServiceRequest message(Span.Builder... spans) {
    ExportTraceServiceRequest.Builder message = ExportTraceServiceRequest.newBuilder();
    for (Span.Builder span : spans) {
      message.addSpans(span);
    }
    return message.build();
  }

  static RecordingSpanSink decode(Span.Builder... spans) throws DecodeException {
    return decode(new OpenCensusDecoder(), message(spans).toByteArray());
  }

  static RecordingSpanSink decode(SpanDecoder decoder, byte[] message) throws DecodeException {
    RecordingSpanSink sink = new RecordingSpanSink();
    decoder.decode(ByteBuffer.wrap(message), DecodeLimits.DEFAULT, sink);
    return sink;
  }

  /** The only span of a message in which there was nothing to mend. */
  static dev.ichnos.model.Span only(Span.Builder span) throws DecodeException {
    RecordingSpanSink sink = decode(span);
    if (sink.spans().size() != 1 || !sink.mended().isEmpty()) {
      throw new AssertionError(sink.spans() + " " + sink.dropped() + " " + sink.mended());
    }
    return sink.spans().get(0);
  }
}
