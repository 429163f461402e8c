package dev.ichnos.codec.zipkin;

import dev.ichnos.codec.DecodeException;
import dev.ichnos.codec.DecodeLimits;
import dev.ichnos.codec.SpanDecoder;
import dev.ichnos.codec.SpanSink;
import dev.ichnos.codec.wire.JsonReader;
import dev.ichnos.codec.wire.KeyCache;
import dev.ichnos.codec.wire.ValueCache;
import dev.ichnos.model.Format;
import java.nio.ByteBuffer;

/**
 * Decodes {@code [{"traceId":...}, ...]}: Zipkin's v2 JSON (openzipkin/zipkin-api
 * zipkin2-api.yaml @ 1.0.0), as Envoy, Brave and OpenTelemetry's Zipkin exporters write it.
 *
 * <p>Streams from the bytes, without a tree. An empty message and an empty list hold no spans.
 * Every mapping, leniency and refusal is listed in docs/formats/zipkin-v2-json.md.
 */
public final class ZipkinV2JsonDecoder implements SpanDecoder {
  private final KeyCache keys = new KeyCache();
  private final ValueCache values = new ValueCache();

  @Override
  public Format format() {
    return ZipkinFormats.ZIPKIN_V2_JSON;
  }

  /**
   * {@inheritDoc}
   *
   * <p>Byte offsets in error texts and details count from the start of the message.
   */
  @Override
  public void decode(ByteBuffer message, DecodeLimits limits, SpanSink out) throws DecodeException {
    JsonReader in = new JsonReader(message, keys, values);
    JsonSpanList.read(format(), "Zipkin v2 spans", in, limits, out, V2JsonReader::new);
  }
}
