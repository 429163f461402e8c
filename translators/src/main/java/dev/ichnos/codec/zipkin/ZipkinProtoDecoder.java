package dev.ichnos.codec.zipkin;

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
 * Reads {@code zipkin.proto3.ListOfSpans} (openzipkin/zipkin-api zipkin.proto @ 1.0.0), straight
 * from the wire. An empty message holds no spans. docs/formats/zipkin-proto.md has every rule.
 *
 * <p>Each span states its length. What is broken within that costs the span; only where the lengths
 * themselves are broken is the message malformed: {@code Malformed ZIPKIN_PROTO: spans[3] at byte
 * 214: length 99 (expected: at most the 12 bytes that are left)}.
 */
public final class ZipkinProtoDecoder implements SpanDecoder {
  private final KeyCache keys = new KeyCache();
  private final ValueCache values = new ValueCache();
  private final boolean littleEndianSpanIds;

  /** Reads ids as Zipkin writes them, the most significant byte first. */
  public ZipkinProtoDecoder() {
    this(false);
  }

  private ZipkinProtoDecoder(boolean littleEndianSpanIds) {
    this.littleEndianSpanIds = littleEndianSpanIds;
  }

  /**
   * Reads what Envoy sends with {@code collector_endpoint_version: HTTP_PROTO}: span ids and parent
   * ids begin with their least significant byte, trace ids with the most significant (envoy
   * source/extensions/tracers/zipkin/zipkin_core_types.h @ 1.26). Nothing in the bytes tells, so
   * that the receiver must be told.
   */
  public static ZipkinProtoDecoder littleEndianSpanIds() {
    return new ZipkinProtoDecoder(true);
  }

  @Override
  public Format format() {
    return ZipkinFormats.ZIPKIN_PROTO;
  }

  @Override
  public void decode(ByteBuffer message, DecodeLimits limits, SpanSink out) throws DecodeException {
    ProtoReader in = new ProtoReader(message);
    try {
      new ProtoSpanReader(in, limits, keys, values, littleEndianSpanIds, out).message();
    } catch (ProtoException e) {
      throw e.toDecodeException(ZipkinFormats.ZIPKIN_PROTO);
    }
  }
}
