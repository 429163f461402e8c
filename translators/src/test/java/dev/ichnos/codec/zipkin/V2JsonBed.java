package dev.ichnos.codec.zipkin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.codec.DecodeException;
import dev.ichnos.codec.DecodeLimits;
import dev.ichnos.codec.RecordingSpanSink;
import dev.ichnos.model.Span;
import java.nio.ByteBuffer;

/** A decoder of Zipkin v2 JSON and what it tells. */
final class V2JsonBed {
  static final String IDS = "\"traceId\":\"48485a3953bb6124\",\"id\":\"5b4185666d50f68b\"";
  static final String TIMES = "\"timestamp\":1641106513382869,\"duration\":870";

  private final ZipkinV2JsonDecoder decoder = new ZipkinV2JsonDecoder();
  final RecordingSpanSink sink = new RecordingSpanSink();

  /** The span of a message that has this one only. */
  Span only(String span) throws DecodeException {
    sink.spans().clear();
    decode("[" + span + "]");
    assertThat(sink.dropped()).isEmpty();
    assertThat(sink.spans()).hasSize(1);
    return sink.spans().get(0);
  }

  void decode(String message) throws DecodeException {
    decoder.decode(ByteBuffer.wrap(message.getBytes(UTF_8)), DecodeLimits.DEFAULT, sink);
  }
}
