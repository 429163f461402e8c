package dev.ichnos.codec.opencensus;

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
 * Reads {@code opencensus.proto.agent.trace.v1.ExportTraceServiceRequest}
 * (census-instrumentation/opencensus-proto @ 0.4), straight from the wire: each message as the
 * first of a stream. {@link #stream} reads the messages of one stream, whose node and resource hold
 * until others come. An empty message holds no spans. docs/formats/opencensus.md has every rule.
 */
public final class OpenCensusDecoder implements SpanDecoder {
  private final KeyCache keys = new KeyCache();

  @Override
  public Format format() {
    return OpenCensusFormats.OPENCENSUS_PROTO;
  }

  @Override
  public void decode(ByteBuffer message, DecodeLimits limits, SpanSink out) throws DecodeException {
    decode(message, limits, out, new Sender());
  }

  /**
   * A decoder for one stream: not stateless, and for one thread at a time. It keeps at most one
   * node and one resource, each of at most 256 attributes and 65,536 characters.
   */
  public SpanDecoder stream() {
    return new Stream(this);
  }

  private void decode(ByteBuffer message, DecodeLimits limits, SpanSink out, Sender sender)
      throws DecodeException {
    ProtoReader in = new ProtoReader(message);
    try {
      new RequestReader(in, limits, keys, out).read(sender);
    } catch (ProtoException e) {
      throw e.toDecodeException(OpenCensusFormats.OPENCENSUS_PROTO);
    }
  }

  private static final class Stream implements SpanDecoder {
    private final OpenCensusDecoder decoder;
    private final Sender sender = new Sender();

    Stream(OpenCensusDecoder decoder) {
      this.decoder = decoder;
    }

    @Override
    public Format format() {
      return decoder.format();
    }

    @Override
    public void decode(ByteBuffer message, DecodeLimits limits, SpanSink out)
        throws DecodeException {
      decoder.decode(message, limits, out, sender);
    }
  }
}
