package dev.ichnos.codec.skywalking;

import dev.ichnos.codec.DecodeException;
import dev.ichnos.codec.DecodeLimits;
import dev.ichnos.codec.SpanDecoder;
import dev.ichnos.codec.SpanSink;
import dev.ichnos.codec.wire.JsonMessage;
import dev.ichnos.model.Format;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Reads a segment, {@code {"traceId":...}}, or a list of segments: protobuf's JSON of {@code
 * skywalking.v3.SegmentObject}, as POSTed to {@code /v3/segment} and {@code /v3/segments}
 * (apache/skywalking docs/en/api/trace-data-protocol-v3.md @ 10.1).
 *
 * <p>Streams from the bytes, without a tree; an empty message and an empty list hold no spans.
 * Every mapping, leniency and refusal is listed in docs/formats/skywalking.md.
 */
public final class SkyWalkingJsonDecoder implements SpanDecoder {
  private static final String EXPECTED = " (expected: a JSON segment, or a list of them)";

  @Override
  public Format format() {
    return SkyWalkingFormats.SKYWALKING_JSON;
  }

  /**
   * {@inheritDoc}
   *
   * <p>Byte offsets in error texts and details count from the start of the message; behind bytes
   * that are not UTF-8 they count what these became.
   */
  @Override
  public void decode(ByteBuffer message, DecodeLimits limits, SpanSink out) throws DecodeException {
    if (!message.hasRemaining()) {
      return;
    }
    try (JsonMessage json = JsonMessage.open(message)) {
      try {
        new JsonSegmentReader(json, SegmentLimits.within(limits), out).message();
      } catch (IOException e) {
        throw new DecodeException(
            format(), "byte " + json.errorOffset(e) + ": " + JsonMessage.describe(e) + EXPECTED);
      }
    } catch (IOException e) {
      throw new DecodeException(format(), JsonMessage.describe(e) + EXPECTED);
    }
  }
}
