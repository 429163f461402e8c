package dev.ichnos.codec.datadog;

import dev.ichnos.codec.DecodeException;
import dev.ichnos.codec.DecodeLimits;
import dev.ichnos.codec.RecordingSpanSink;
import dev.ichnos.codec.SpanDecoder;
import dev.ichnos.model.Span;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Messages as they were decoded, for tests. */
final class Decoded {
  /** 2026-01-02T03:04:05Z. */
  static final long START = 1_767_323_045_000_000_000L;

  private Decoded() {}

  static RecordingSpanSink of(SpanDecoder decoder, byte[] message) throws DecodeException {
    RecordingSpanSink sink = new RecordingSpanSink();
    decoder.decode(ByteBuffer.wrap(message), DecodeLimits.DEFAULT, sink);
    return sink;
  }

  /** The one span of a v0.4 message of this span. */
  static Span span(Map<String, Object> span) throws DecodeException {
    return of(DatadogDecoder.v04(), Msgpack.of(List.of(List.of(span)))).spans().get(0);
  }

  /** The one span with these tags. */
  static Span tagged(Map<String, Object> meta, Map<String, Object> metrics) throws DecodeException {
    return span(wire(1, "meta", meta, "metrics", metrics));
  }

  /** A span of trace 7, its other fields given by turns with their values. */
  static Map<String, Object> wire(long spanId, @Nullable Object... fields) {
    Map<String, Object> span =
        Msgpack.map(
            "service",
            "reviews.default",
            "name",
            "http.request",
            "resource",
            "GET /reviews/{id}",
            "trace_id",
            7L,
            "span_id",
            spanId,
            "parent_id",
            0L,
            "start",
            START,
            "duration",
            1_000L,
            "error",
            0);
    span.putAll(Msgpack.map(fields));
    return span;
  }
}
