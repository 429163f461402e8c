package dev.ichnos.codec.cloudtrace;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.devtools.cloudtrace.v2.AttributeValue;
import com.google.devtools.cloudtrace.v2.BatchWriteSpansRequest;
import com.google.devtools.cloudtrace.v2.Span;
import com.google.devtools.cloudtrace.v2.TruncatableString;
import com.google.protobuf.Timestamp;
import dev.ichnos.codec.DecodeException;
import dev.ichnos.codec.DecodeLimits;
import dev.ichnos.codec.RecordingSpanSink;
import dev.ichnos.codec.SpanDecoder;
import java.nio.ByteBuffer;

/** Spans as Google's classes write them, and what the decoders make of them. */
final class ReadSpans {
  static final String TRACE = "463ac35c9f6413ad48485a3953bb6124";
  static final String NAME = "projects/shop/traces/" + TRACE + "/spans/00f067aa0ba902b7";

  private ReadSpans() {}

  /** A span that has only what every span must have. */
  static Span.Builder span() {
    return Span.newBuilder()
        .setName(NAME)
        .setSpanId("00f067aa0ba902b7")
        .setDisplayName(text("plain"))
        .setStartTime(Timestamp.newBuilder().setSeconds(1_767_323_045).setNanos(6_000))
        .setEndTime(Timestamp.newBuilder().setSeconds(1_767_323_046));
  }

  /** A span with these texts as attributes, key after value. */
  static Span.Builder spanWith(String... keysAndValues) {
    Span.Builder span = span();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      put(span, keysAndValues[i], keysAndValues[i + 1]);
    }
    return span;
  }

  static void put(Span.Builder span, String key, String value) {
    span.getAttributesBuilder()
        .putAttributeMap(key, AttributeValue.newBuilder().setStringValue(text(value)).build());
  }

  static TruncatableString text(String value) {
    return TruncatableString.newBuilder().setValue(value).build();
  }

  static byte[] request(Span.Builder... spans) {
    BatchWriteSpansRequest.Builder request =
        BatchWriteSpansRequest.newBuilder().setName("projects/request");
    for (Span.Builder span : spans) {
      request.addSpans(span);
    }
    return request.build().toByteArray();
  }

  static RecordingSpanSink decode(Span.Builder... spans) throws DecodeException {
    return decode(request(spans));
  }

  static RecordingSpanSink decode(byte[] request) throws DecodeException {
    return decode(new CloudTraceProtoDecoder(), request, DecodeLimits.DEFAULT);
  }

  static RecordingSpanSink decode(SpanDecoder decoder, byte[] message, DecodeLimits limits)
      throws DecodeException {
    RecordingSpanSink sink = new RecordingSpanSink();
    decoder.decode(ByteBuffer.wrap(message), limits, sink);
    return sink;
  }

  /** The one span, read without a mend. */
  static dev.ichnos.model.Span one(Span.Builder span) throws DecodeException {
    RecordingSpanSink sink = decode(span);
    assertThat(sink.dropped()).isEmpty();
    assertThat(sink.mended()).isEmpty();
    assertThat(sink.spans()).hasSize(1);
    return sink.spans().get(0);
  }
}
