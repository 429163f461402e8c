package dev.ichnos.codec.jaeger;

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
 * Reads {@code jaeger.api_v2.PostSpansRequest} (jaegertracing/jaeger-idl proto/api_v2 @ 0.6). An
 * empty message holds no spans. docs/formats/jaeger.md has every rule.
 *
 * <p>Straight from the wire: generated classes would fail the message for one text that is not
 * UTF-8, and take many times its size for a message of empty tags. Each span states its length, so
 * that what is broken within costs that span only.
 */
public final class JaegerProtoDecoder implements SpanDecoder {
  private final KeyCache keys = new KeyCache();
  private final KeyCache names = new KeyCache();

  @Override
  public Format format() {
    return JaegerFormats.JAEGER_PROTO;
  }

  @Override
  public void decode(ByteBuffer message, DecodeLimits limits, SpanSink out) throws DecodeException {
    try {
      new ProtoBatchReader(new ProtoReader(message), limits, keys, names, out).message();
    } catch (ProtoException e) {
      throw e.toDecodeException(format());
    }
  }
}
