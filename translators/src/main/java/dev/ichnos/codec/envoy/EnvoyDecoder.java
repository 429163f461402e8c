package dev.ichnos.codec.envoy;

import dev.ichnos.codec.DecodeException;
import dev.ichnos.codec.DecodeLimits;
import dev.ichnos.codec.SpanDecoder;
import dev.ichnos.codec.SpanSink;
import dev.ichnos.codec.opencensus.OpenCensusSpans;
import dev.ichnos.codec.opencensus.SpanResources;
import dev.ichnos.codec.wire.KeyCache;
import dev.ichnos.codec.wire.ProtoException;
import dev.ichnos.codec.wire.ProtoReader;
import dev.ichnos.model.Attributes;
import dev.ichnos.model.Format;
import dev.ichnos.model.Resource;
import java.nio.ByteBuffer;

/**
 * Reads {@code StreamTracesMessage} of {@code envoy.service.trace.v3} or {@code v2} straight from
 * the wire: each message as the first of a stream. {@link #stream} reads the messages of one
 * stream, whose identifier holds until another comes. docs/formats/envoy.md has every rule.
 */
public final class EnvoyDecoder implements SpanDecoder {
  private final KeyCache keys = new KeyCache();

  @Override
  public Format format() {
    return EnvoyFormats.ENVOY_PROTO;
  }

  @Override
  public void decode(ByteBuffer message, DecodeLimits limits, SpanSink out) throws DecodeException {
    decode(message, limits, out, Resource.EMPTY);
  }

  /** A decoder for one stream: not stateless, and for one thread at a time. */
  public SpanDecoder stream() {
    return new Stream(this);
  }

  /** Returns the node as the message leaves it. */
  private Resource decode(ByteBuffer message, DecodeLimits limits, SpanSink out, Resource node)
      throws DecodeException {
    ProtoReader in = new ProtoReader(message);
    int from = in.position();
    try {
      Resource named = node(in, out, node);
      in.window(from, in.limit());
      spans(in, limits, out, named);
      return named;
    } catch (ProtoException e) {
      throw e.toDecodeException(EnvoyFormats.ENVOY_PROTO);
    }
  }

  /** Fields may come in any order, so the identifier is read first, in a pass that skips spans. */
  private static Resource node(ProtoReader in, SpanSink out, Resource before)
      throws ProtoException {
    NodeReader nodes = new NodeReader(in, out);
    Attributes.Builder node = Attributes.builder();
    boolean found = false;
    int spans = 0;
    int tag = 0;
    try {
      while ((tag = in.readTag()) != 0) {
        switch (tag) {
          case Fields.IDENTIFIER -> {
            nodes.identifier(node);
            found = true;
          }
          case Fields.SPANS -> {
            in.skip(tag);
            spans++;
          }
          default -> in.skipUnknown(tag, Fields.MESSAGE);
        }
      }
    } catch (ProtoException e) {
      throw e.in(tag == Fields.SPANS ? "spans[" + spans + "]" : Fields.MESSAGE.name(tag));
    }
    Resource named = found ? Resource.of(node.build()) : before;
    return named.equals(before) ? before : named;
  }

  private void spans(ProtoReader in, DecodeLimits limits, SpanSink out, Resource node)
      throws ProtoException {
    SpanResources resources = new SpanResources(node.attributes(), node);
    OpenCensusSpans spans = new OpenCensusSpans(in, limits, keys, resources, out);
    int tag = 0;
    try {
      while ((tag = in.readTag()) != 0) {
        if (tag == Fields.SPANS) {
          spans.read();
        } else {
          in.skip(tag);
        }
      }
    } catch (ProtoException e) {
      throw e.in(spans.place());
    }
  }

  private static final class Stream implements SpanDecoder {
    private final EnvoyDecoder decoder;
    private Resource node = Resource.EMPTY;

    Stream(EnvoyDecoder decoder) {
      this.decoder = decoder;
    }

    @Override
    public Format format() {
      return decoder.format();
    }

    @Override
    public void decode(ByteBuffer message, DecodeLimits limits, SpanSink out)
        throws DecodeException {
      node = decoder.decode(message, limits, out, node);
    }
  }
}
