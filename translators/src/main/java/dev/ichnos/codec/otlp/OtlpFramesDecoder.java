package dev.ichnos.codec.otlp;

import dev.ichnos.codec.DecodeException;
import dev.ichnos.codec.DecodeLimits;
import dev.ichnos.codec.SpanDecoder;
import dev.ichnos.codec.SpanSink;
import dev.ichnos.codec.wire.ProtoException;
import dev.ichnos.codec.wire.ProtoReader;
import dev.ichnos.model.EncodedSpans;
import dev.ichnos.model.Format;
import java.nio.ByteBuffer;

/**
 * Reads OTLP traces in protobuf no further than the frames around spans: lengths and tags of
 * request, resource_spans and scope_spans. It makes no span, but hands the message on as {@link
 * EncodedSpans}.
 *
 * <p>What is wrong with these frames is malformed, in the words of {@link OtlpProtoDecoder}; what
 * stands within a resource, a scope or a span is not looked at: ids of zeros, bad UTF-8, fields cut
 * off. Of the limits {@code maxSpans} alone is kept.
 */
public final class OtlpFramesDecoder implements SpanDecoder {
  private final OtlpProtoDecoder spans = new OtlpProtoDecoder();

  @Override
  public Format format() {
    return OtlpFormats.OTLP_PROTO;
  }

  @Override
  public void decode(ByteBuffer message, DecodeLimits limits, SpanSink out) throws DecodeException {
    ProtoFrameWalk walk = new ProtoFrameWalk(new ProtoReader(message), limits.maxSpans());
    try {
      walk.request();
    } catch (ProtoException e) {
      throw e.toDecodeException(OtlpFormats.OTLP_PROTO);
    }
    if (walk.spans() > 0) {
      out.encoded(EncodedSpans.of(new ProtoFrames(message, walk.spans(), walk.traceKey(), spans)));
    }
  }
}
