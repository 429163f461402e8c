package dev.ichnos.codec.cloudtrace;

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
 * Reads {@code google.devtools.cloudtrace.v2.BatchWriteSpansRequest} straight from the wire, or the
 * single {@code Span} that {@code CreateSpan} takes. An empty request holds no spans.
 * docs/formats/cloud-trace-in.md has every rule.
 *
 * <p>Each span of a request states its length. What is broken within that costs the span; only
 * where the lengths themselves are broken is the message malformed.
 */
public final class CloudTraceProtoDecoder implements SpanDecoder {
  private final KeyCache keys = new KeyCache();
  private final boolean single;

  /** Reads requests of many spans. */
  public CloudTraceProtoDecoder() {
    this(false);
  }

  private CloudTraceProtoDecoder(boolean single) {
    this.single = single;
  }

  /** Reads messages that are one span. */
  public static CloudTraceProtoDecoder ofSingleSpans() {
    return new CloudTraceProtoDecoder(true);
  }

  @Override
  public Format format() {
    return CloudTraceFormats.CLOUDTRACE_V2_PROTO;
  }

  @Override
  public void decode(ByteBuffer message, DecodeLimits limits, SpanSink out) throws DecodeException {
    ProtoReader in = new ProtoReader(message);
    ProtoSpanReader reader = new ProtoSpanReader(in, limits, keys, out);
    try {
      if (single) {
        reader.single();
      } else {
        reader.request();
      }
    } catch (ProtoException e) {
      throw e.toDecodeException(format());
    }
  }
}
