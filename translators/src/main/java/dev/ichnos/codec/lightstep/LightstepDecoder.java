package dev.ichnos.codec.lightstep;

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
 * Reads {@code lightstep.collector.ReportRequest} straight from the wire. An empty report holds no
 * spans. docs/formats/lightstep.md has every rule.
 *
 * <p>Each span states its length. What is broken within that costs the span; only where the lengths
 * themselves are broken, or the reporter is, the message is malformed.
 */
public final class LightstepDecoder implements SpanDecoder {
  private final KeyCache keys = new KeyCache();

  @Override
  public Format format() {
    return LightstepFormats.LIGHTSTEP_PROTO;
  }

  @Override
  public void decode(ByteBuffer message, DecodeLimits limits, SpanSink out) throws DecodeException {
    try {
      new ReportReader(new ProtoReader(message), limits, keys, out).report();
    } catch (ProtoException e) {
      throw e.toDecodeException(format());
    }
  }
}
