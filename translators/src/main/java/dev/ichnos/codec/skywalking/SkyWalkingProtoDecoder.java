package dev.ichnos.codec.skywalking;

import dev.ichnos.codec.DecodeException;
import dev.ichnos.codec.DecodeLimits;
import dev.ichnos.codec.SpanDecoder;
import dev.ichnos.codec.SpanSink;
import dev.ichnos.codec.wire.KeyCache;
import dev.ichnos.codec.wire.ProtoException;
import dev.ichnos.codec.wire.ProtoReader;
import dev.ichnos.model.Format;
import java.nio.ByteBuffer;

/**
 * Reads {@code skywalking.v3.SegmentObject}, or a {@code SegmentCollection} of them
 * (apache/skywalking-data-collect-protocol language-agent/Tracing.proto @ 10.1), straight from the
 * wire. Nothing in the bytes tells which of both it is: the gRPC method does. An empty message
 * holds no spans. docs/formats/skywalking.md has every rule.
 *
 * <p>Each span states its length. What is broken within that costs the span; only where the lengths
 * themselves are broken is the message malformed: {@code Malformed SKYWALKING_PROTO: spans[3] at
 * byte 214: length 99 (expected: at most the 12 bytes that are left)}.
 */
public final class SkyWalkingProtoDecoder implements SpanDecoder {
  private final KeyCache keys = new KeyCache();
  private final boolean collection;

  private SkyWalkingProtoDecoder(boolean collection) {
    this.collection = collection;
  }

  /** Reads one segment: a message of the stream {@code collect}. */
  public static SkyWalkingProtoDecoder segment() {
    return new SkyWalkingProtoDecoder(false);
  }

  /** Reads a list of segments: the request of {@code collectInSync}. */
  public static SkyWalkingProtoDecoder collection() {
    return new SkyWalkingProtoDecoder(true);
  }

  @Override
  public Format format() {
    return SkyWalkingFormats.SKYWALKING_PROTO;
  }

  @Override
  public void decode(ByteBuffer message, DecodeLimits limits, SpanSink out) throws DecodeException {
    ProtoReader in = new ProtoReader(message);
    ProtoSegmentReader reader = new ProtoSegmentReader(in, SegmentLimits.within(limits), keys, out);
    try {
      if (collection) {
        reader.collection();
      } else {
        reader.segment("");
      }
    } catch (ProtoException e) {
      throw e.toDecodeException(format());
    }
  }
}
