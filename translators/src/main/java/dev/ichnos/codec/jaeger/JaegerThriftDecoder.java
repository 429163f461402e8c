package dev.ichnos.codec.jaeger;

import dev.ichnos.codec.DecodeException;
import dev.ichnos.codec.DecodeLimits;
import dev.ichnos.codec.SpanDecoder;
import dev.ichnos.codec.SpanSink;
import dev.ichnos.codec.wire.KeyCache;
import dev.ichnos.codec.wire.ThriftException;
import dev.ichnos.model.Format;
import java.nio.ByteBuffer;

/**
 * Reads the struct {@code Batch} (jaegertracing/jaeger-idl thrift/jaeger.thrift @ 0.6) in Thrift's
 * binary protocol, without a message header, as Jaeger's clients POST it. An empty message holds no
 * spans. docs/formats/jaeger.md has every rule.
 *
 * <p>Thrift has no marks by which to find the next span again, so that what cannot be read ends the
 * message: {@code Malformed JAEGER_THRIFT: span 3, tag 1, field 3 at byte 217: length 99 (expected:
 * at most the 12 bytes left)}.
 */
public final class JaegerThriftDecoder implements SpanDecoder {
  private final KeyCache keys = new KeyCache();
  private final KeyCache names = new KeyCache();

  @Override
  public Format format() {
    return JaegerFormats.JAEGER_THRIFT;
  }

  @Override
  public void decode(ByteBuffer message, DecodeLimits limits, SpanSink out) throws DecodeException {
    try {
      new ThriftBatchReader(message, limits, keys, names).readMessage(out);
    } catch (ThriftException e) {
      throw e.toDecodeException(format());
    }
  }
}
