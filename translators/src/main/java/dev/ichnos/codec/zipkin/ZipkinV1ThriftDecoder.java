package dev.ichnos.codec.zipkin;

import dev.ichnos.codec.DecodeException;
import dev.ichnos.codec.DecodeLimits;
import dev.ichnos.codec.SpanDecoder;
import dev.ichnos.codec.SpanSink;
import dev.ichnos.codec.wire.KeyCache;
import dev.ichnos.codec.wire.ThriftException;
import dev.ichnos.codec.wire.ThriftReader;
import dev.ichnos.model.Format;
import java.nio.ByteBuffer;

/**
 * Decodes Zipkin's v1 thrift (openzipkin/zipkin-api thrift/zipkinCore.thrift @ 1.0.0): {@code 0c},
 * the number of spans in four bytes, and the spans, in Thrift's binary protocol, as Brave,
 * jaeger-client-go and Finagle write it. One v1 span may yield a span for each host that reported
 * in it.
 *
 * <p>Read straight from the wire. An empty message and an empty list hold no spans; a message with
 * a header, a single struct, and bytes behind the list are refused: {@code Malformed
 * ZIPKIN_V1_THRIFT: span 3, annotation 1, field 2 at byte 217: length 99 (expected: at most the 12
 * bytes left)}. Every mapping, leniency and refusal is listed in docs/formats/zipkin-v1.md.
 */
public final class ZipkinV1ThriftDecoder implements SpanDecoder {
  private final KeyCache keys = new KeyCache();
  private final KeyCache names = new KeyCache();

  @Override
  public Format format() {
    return ZipkinFormats.ZIPKIN_V1_THRIFT;
  }

  @Override
  public void decode(ByteBuffer message, DecodeLimits limits, SpanSink out) throws DecodeException {
    ThriftReader in = new ThriftReader(message, limits.maxDepth());
    try {
      new V1ThriftReader(in, limits, keys, names).readMessage(out);
    } catch (ThriftException e) {
      throw e.toDecodeException(format());
    }
  }
}
