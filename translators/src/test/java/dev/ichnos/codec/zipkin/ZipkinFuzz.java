package dev.ichnos.codec.zipkin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.codec.DecodeException;
import dev.ichnos.codec.DecodeLimits;
import dev.ichnos.codec.RecordingSpanSink;
import dev.ichnos.codec.SpanDecoder;
import dev.ichnos.codec.wire.Utf8;
import dev.ichnos.model.Event;
import dev.ichnos.model.Span;
import java.nio.ByteBuffer;

/** What must hold whatever the bytes are. */
final class ZipkinFuzz {
  private ZipkinFuzz() {}

  /** Whether the message was read; if so, spans hold only valid text, as encoders rely on it. */
  static boolean decodes(SpanDecoder decoder, byte[] message) {
    RecordingSpanSink sink = new RecordingSpanSink();
    try {
      decoder.decode(ByteBuffer.wrap(message), DecodeLimits.DEFAULT, sink);
    } catch (DecodeException e) {
      assertThat(e)
          .hasMessageStartingWith("Malformed " + decoder.format() + ": ")
          .hasMessageContaining("expected: ");
      return false;
    }
    for (Span span : sink.spans()) {
      assertThat(span.spanId()).isNotZero();
      assertThat(span.traceIdHigh() | span.traceIdLow()).isNotZero();
      assertThat(Utf8.mend(span.name())).isSameAs(span.name());
      String attributes = span.attributes().toString();
      assertThat(Utf8.mend(attributes)).isSameAs(attributes);
      String resource = span.resource().attributes().toString();
      assertThat(Utf8.mend(resource)).isSameAs(resource);
      for (Event event : span.events()) {
        assertThat(Utf8.mend(event.name())).isSameAs(event.name());
      }
    }
    return true;
  }
}
