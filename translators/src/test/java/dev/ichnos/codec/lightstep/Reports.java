package dev.ichnos.codec.lightstep;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import dev.ichnos.codec.DecodeException;
import dev.ichnos.codec.DecodeLimits;
import dev.ichnos.codec.RecordingSpanSink;
import dev.ichnos.model.SpanFixtures;
import dev.ichnos.proto.lightstep.KeyValue;
import dev.ichnos.proto.lightstep.Reference;
import dev.ichnos.proto.lightstep.ReportRequest;
import dev.ichnos.proto.lightstep.Reporter;
import dev.ichnos.proto.lightstep.Span;
import dev.ichnos.proto.lightstep.SpanContext;
import java.nio.ByteBuffer;

/** Reports as tracers write them, and what the decoder makes of them. */
final class Reports {
  static final long TRACE = 0x8048485a3953bb61L;

  private Reports() {}

  /** A span that has only what every span must have. */
  static Span.Builder span() {
    return Span.newBuilder()
        .setSpanContext(context(TRACE, -2))
        .setOperationName("buy")
        .setStartTimestamp(time(SpanFixtures.START))
        .setDurationMicros(5_210);
  }

  static SpanContext context(long traceId, long spanId) {
    return SpanContext.newBuilder().setTraceId(traceId).setSpanId(spanId).build();
  }

  static Reference childOf(long traceId, long spanId) {
    return Reference.newBuilder().setSpanContext(context(traceId, spanId)).build();
  }

  static Reference followsFrom(long traceId, long spanId) {
    return childOf(traceId, spanId).toBuilder()
        .setRelationship(Reference.Relationship.FOLLOWS_FROM)
        .build();
  }

  static KeyValue tag(String key, String value) {
    return KeyValue.newBuilder().setKey(key).setStringValue(value).build();
  }

  static Timestamp.Builder time(long epochNanos) {
    return Timestamp.newBuilder()
        .setSeconds(epochNanos / 1_000_000_000)
        .setNanos((int) (epochNanos % 1_000_000_000));
  }

  static ReportRequest.Builder report(Span.Builder... spans) {
    ReportRequest.Builder report =
        ReportRequest.newBuilder()
            .setReporter(Reporter.newBuilder().addTags(tag("lightstep.component_name", "cart")));
    for (Span.Builder span : spans) {
      report.addSpans(span);
    }
    return report;
  }

  static RecordingSpanSink decode(byte[] message, DecodeLimits limits) throws DecodeException {
    RecordingSpanSink sink = new RecordingSpanSink();
    new LightstepDecoder().decode(ByteBuffer.wrap(message), limits, sink);
    return sink;
  }

  static RecordingSpanSink decode(ReportRequest.Builder report) throws DecodeException {
    return decode(report.build().toByteArray(), DecodeLimits.DEFAULT);
  }

  /** The one span, read without a mend. */
  static dev.ichnos.model.Span one(Span.Builder span) throws DecodeException {
    RecordingSpanSink sink = decode(report(span));
    assertThat(sink.dropped()).isEmpty();
    assertThat(sink.mended()).isEmpty();
    assertThat(sink.spans()).hasSize(1);
    return sink.spans().get(0);
  }
}
