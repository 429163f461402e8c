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
 * Decodes {@code [{"traceId":...,"annotations":[...],"binaryAnnotations":[...]}, ...]}: Zipkin's v1
 * JSON (openzipkin/zipkin-api zipkin-api.yaml @ 1.0.0), as Envoy until Istio 1.4, nginx-ingress and
 * old tracers write it. One v1 span may yield a span for each host that reported in it.
 *
 * <p>Streams from the bytes, without a tree. An empty message and an empty list hold no spans.
 * Every mapping, leniency and refusal is listed in docs/formats/zipkin-v1.md.
 */
public final class ZipkinV1JsonDecoder implements SpanDecoder {
  private final KeyCache keys = new KeyCache();
  private final ValueCache values = new ValueCache();

  @Override
  public Format format() {
    return ZipkinFormats.ZIPKIN_V1_JSON;
  }

  /**
   * {@inheritDoc}
   *
   * <p>Byte offsets in error texts and details count from the start of the message.
   */
  @Override
  public void decode(ByteBuffer message, DecodeLimits limits, SpanSink out) throws DecodeException {
    JsonReader in = new JsonReader(message, keys, values);
    JsonSpanList.read(format(), "Zipkin v1 spans", in, limits, out, V1JsonReader::new);
  }
}
