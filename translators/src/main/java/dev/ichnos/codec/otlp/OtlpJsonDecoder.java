package dev.ichnos.codec.otlp;

import dev.ichnos.codec.DecodeException;
import dev.ichnos.codec.DecodeLimits;
import dev.ichnos.codec.SpanDecoder;
import dev.ichnos.codec.SpanSink;
import dev.ichnos.codec.wire.JsonMessage;
import dev.ichnos.codec.wire.KeyCache;
import dev.ichnos.model.Format;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Reads OTLP traces in JSON (opentelemetry-proto docs/specification.md @ 1.11, JSON Protobuf
 * Encoding), streaming from the bytes.
 *
 * <p>Fields may come in any order and in either spelling, {@code traceId} or {@code trace_id}. Ids
 * are hex of any case, numbers may be text, enums may be names, null is absent, unknown fields are
 * skipped. A field of a wrong type costs the field, never the message; only what is not JSON, not
 * an object, nested too deep or of too many spans does: {@code Malformed OTLP_JSON:
 * resourceSpans[0].scopeSpans[0].spans[3], byte 214: ...}. {@code docs/formats/otlp.md} has every
 * rule.
 */
public final class OtlpJsonDecoder implements SpanDecoder {
  private final KeyCache keys = new KeyCache();

  @Override
  public Format format() {
    return OtlpFormats.OTLP_JSON;
  }

  /**
   * {@inheritDoc}
   *
   * <p>Byte offsets count from the start of the message; behind bytes that are not UTF-8 they count
   * what these became.
   */
  @Override
  public void decode(ByteBuffer message, DecodeLimits limits, SpanSink out) throws DecodeException {
    Findings findings = new Findings(out);
    try (JsonMessage json = JsonMessage.open(message)) {
      JsonFields fields = new JsonFields(json, limits, findings);
      try {
        new JsonRequestReader(fields, keys).request();
      } catch (IOException e) {
        throw fields.malformed(json.errorOffset(e), JsonMessage.describe(e));
      }
    } catch (IOException e) {
      throw new DecodeException(format(), JsonMessage.describe(e));
    }
    findings.finish();
  }
}
