package dev.ichnos.codec.zipkin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.codec.DecodeException;
import dev.ichnos.codec.DecodeLimits;
import dev.ichnos.codec.RecordingSpanSink;
import dev.ichnos.model.Span;
import java.nio.ByteBuffer;

/** A decoder of Zipkin v1 thrift and what it tells. */
final class V1ThriftBed {
  final RecordingSpanSink sink = new RecordingSpanSink();

  /** A list that holds {@code count} spans, of which the caller writes the bytes. */
  static V1ThriftWriter list(int count) {
    return new V1ThriftWriter().u8(12).i32(count);
  }

  /** A span's ids, behind which more fields and the stop come. */
  static V1ThriftWriter ids(V1ThriftWriter writer) {
    return writer.field(10, 1).i64(0xA1).field(10, 4).i64(0xB2);
  }

  /** The span of a message that has this one only. */
  Span only(V1ThriftWriter message) throws DecodeException {
    sink.spans().clear();
    decode(message);
    assertThat(sink.dropped()).isEmpty();
    assertThat(sink.spans()).hasSize(1);
    return sink.spans().get(0);
  }

  void decode(V1ThriftWriter message) throws DecodeException {
    new ZipkinV1ThriftDecoder()
        .decode(ByteBuffer.wrap(message.toByteArray()), DecodeLimits.DEFAULT, sink);
  }
}
