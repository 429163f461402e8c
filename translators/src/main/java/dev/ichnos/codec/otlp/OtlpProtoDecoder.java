package dev.ichnos.codec.otlp;

import dev.ichnos.codec.DecodeException;
import dev.ichnos.codec.DecodeLimits;
import dev.ichnos.codec.SpanDecoder;
import dev.ichnos.codec.SpanSink;
import dev.ichnos.codec.wire.KeyCache;
import dev.ichnos.codec.wire.ProtoException;
import dev.ichnos.codec.wire.ProtoReader;
import dev.ichnos.codec.wire.ValueCache;
import dev.ichnos.model.Format;
import java.nio.ByteBuffer;

/**
 * Reads OTLP traces in protobuf, straight from the wire. The package text has the message's shape,
 * {@code docs/formats/otlp.md} every rule.
 *
 * <p>A field of a wrong wire type, a length that points outside its message, a group, or bytes that
 * end within a field make the message malformed: {@code Malformed OTLP_PROTO:
 * resource_spans[0].scope_spans[0].spans[3].name at byte 214: length 99 (expected: at most the 12
 * bytes that are left)}. Fields that are not known are skipped. Of an attribute that comes twice
 * the last value counts, as for every other field that may come once.
 */
public final class OtlpProtoDecoder implements SpanDecoder {
  private final KeyCache keys = new KeyCache();
  private final ValueCache values = new ValueCache();

  @Override
  public Format format() {
    return OtlpFormats.OTLP_PROTO;
  }

  @Override
  public void decode(ByteBuffer message, DecodeLimits limits, SpanSink out) throws DecodeException {
    Findings findings = new Findings(out);
    try {
      new ProtoRequestReader(new ProtoReader(message), limits, findings, keys, values).request();
    } catch (ProtoException e) {
      throw e.toDecodeException(OtlpFormats.OTLP_PROTO);
    }
    findings.finish();
  }
}
