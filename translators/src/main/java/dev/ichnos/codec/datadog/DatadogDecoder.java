package dev.ichnos.codec.datadog;

import dev.ichnos.codec.DecodeException;
import dev.ichnos.codec.DecodeLimits;
import dev.ichnos.codec.SpanDecoder;
import dev.ichnos.codec.SpanSink;
import dev.ichnos.codec.wire.KeyCache;
import dev.ichnos.codec.wire.MsgpackException;
import dev.ichnos.codec.wire.MsgpackReader;
import dev.ichnos.model.Format;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * Decodes what Datadog's tracers send to an Agent, straight from the wire: {@code /v0.3} and {@code
 * /v0.4} (of one form), {@code /v0.5}, {@code /v0.7}, in msgpack, and v0.1 to v0.4 in JSON.
 *
 * <p>An empty message, and nil, hold no spans. What cannot be read as msgpack is refused: {@code
 * Malformed DATADOG_V04_MSGPACK: [2][0].meta at byte 217: length 99 (expected: at most the 12 bytes
 * left)}, where chunks and spans count from 0. Every mapping, leniency and refusal is listed in
 * docs/formats/datadog-in.md.
 */
public final class DatadogDecoder implements SpanDecoder {
  private final Format format;
  private final KeyCache keys;
  private final KeyCache values;
  private final ResourceDraft sender;

  private DatadogDecoder(Format format, KeyCache keys, KeyCache values, ResourceDraft sender) {
    this.format = format;
    this.keys = keys;
    this.values = values;
    this.sender = sender;
  }

  private static DatadogDecoder of(Format format) {
    return new DatadogDecoder(format, new KeyCache(), new KeyCache(), new ResourceDraft());
  }

  /** Reads {@link DatadogFormats#DATADOG_V04_MSGPACK}, which is also v0.3's form. */
  public static DatadogDecoder v04() {
    return of(DatadogFormats.DATADOG_V04_MSGPACK);
  }

  /** Reads {@link DatadogFormats#DATADOG_V05_MSGPACK}. */
  public static DatadogDecoder v05() {
    return of(DatadogFormats.DATADOG_V05_MSGPACK);
  }

  /** Reads {@link DatadogFormats#DATADOG_V07_MSGPACK}. */
  public static DatadogDecoder v07() {
    return of(DatadogFormats.DATADOG_V07_MSGPACK);
  }

  /** Reads {@link DatadogFormats#DATADOG_V04_JSON}, and the flat list of spans that was v0.1's. */
  public static DatadogDecoder json() {
    return of(DatadogFormats.DATADOG_V04_JSON);
  }

  /**
   * This decoder for a message that came with these headers: what they say of the sender's process
   * holds where the message does not say it.
   *
   * @param headers gives a header by its lower-case name, empty when absent
   */
  public SpanDecoder from(UnaryOperator<String> headers) {
    Objects.requireNonNull(headers, "headers");
    return new DatadogDecoder(format, keys, values, DatadogHeaders.read(headers));
  }

  @Override
  public Format format() {
    return format;
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // one of four constants
  public void decode(ByteBuffer message, DecodeLimits limits, SpanSink out) throws DecodeException {
    if (!message.hasRemaining()) {
      return;
    }
    if (format == DatadogFormats.DATADOG_V04_JSON) {
      JsonChunkReader.read(message, limits, keys, sender, out);
      return;
    }
    MsgpackReader in = new MsgpackReader(message);
    try {
      if (format == DatadogFormats.DATADOG_V05_MSGPACK) {
        new V05Reader(in, limits, keys, values, sender, out).message();
      } else {
        MsgpackSpanReader spans = new MsgpackSpanReader(in, limits, keys, values, out);
        if (format == DatadogFormats.DATADOG_V07_MSGPACK) {
          new V07Reader(in, spans, out).message(sender);
        } else {
          spans.chunk.defaults.putAll(sender);
          spans.message();
        }
      }
      if (!in.atEnd()) {
        throw in.malformed("bytes behind the message (expected: none)");
      }
    } catch (MsgpackException e) {
      throw e.toDecodeException(format);
    }
  }
}
