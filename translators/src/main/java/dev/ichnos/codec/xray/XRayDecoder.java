package dev.ichnos.codec.xray;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.ichnos.codec.DecodeException;
import dev.ichnos.codec.DecodeLimits;
import dev.ichnos.codec.SpanDecoder;
import dev.ichnos.codec.SpanSink;
import dev.ichnos.codec.wire.BadValueException;
import dev.ichnos.codec.wire.JsonMessage;
import dev.ichnos.codec.wire.JsonNumbers;
import dev.ichnos.codec.wire.KeyCache;
import dev.ichnos.model.Format;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Reads a datagram for the X-Ray daemon: the line {@code {"format":"json","version":1}} and one
 * segment document. A segment and each of its subsegments becomes a span; one that cannot be used
 * costs only itself. An empty message holds no spans. docs/formats/xray.md has every rule.
 */
public final class XRayDecoder implements SpanDecoder {
  private static final String EXPECTED =
      " (expected: {\"format\":\"json\",\"version\":1}, a line feed and a segment)";
  private static final long VERSION = 1;

  /** No header is longer. */
  private static final int LONGEST_HEADER = 256;

  private final KeyCache keys = new KeyCache();

  @Override
  public Format format() {
    return XRayFormats.XRAY_JSON;
  }

  /**
   * {@inheritDoc}
   *
   * <p>Byte offsets in error texts and details count from the start of the message; behind bytes
   * that are not UTF-8 they count what these became.
   */
  @Override
  public void decode(ByteBuffer message, DecodeLimits limits, SpanSink out) throws DecodeException {
    if (!message.hasRemaining()) {
      return;
    }
    int header = headerLength(message);
    requireHeader(message.slice(message.position(), header));
    int start = message.position() + header + 1;
    ByteBuffer segment = message.slice(start, message.limit() - start);
    try (JsonMessage json = JsonMessage.open(segment)) {
      XRayJson fields = new XRayJson(json, limits, keys, header + 1);
      try {
        new SegmentReader(fields, limits).readMessage(out);
      } catch (IOException e) {
        throw new DecodeException(
            format(),
            "byte "
                + (header + 1 + json.errorOffset(e))
                + ": "
                + JsonMessage.describe(e)
                + " (expected: a segment in JSON)");
      }
    } catch (IOException e) {
      throw new DecodeException(
          format(), "byte " + (header + 1) + ": " + JsonMessage.describe(e) + EXPECTED);
    }
  }

  private static int headerLength(ByteBuffer message) throws DecodeException {
    int most = Math.min(message.remaining(), LONGEST_HEADER);
    for (int i = 0; i < most; i++) {
      if (message.get(message.position() + i) == '\n') {
        return i;
      }
    }
    throw new DecodeException(
        XRayFormats.XRAY_JSON, "byte 0: no line feed in the first " + most + " bytes" + EXPECTED);
  }

  private static void requireHeader(ByteBuffer header) throws DecodeException {
    String stated = "";
    long version = 0;
    try (JsonMessage json = JsonMessage.open(header)) {
      JsonParser parser = json.parser();
      boolean object = parser.nextToken() == JsonToken.START_OBJECT;
      while (object && parser.nextToken() != JsonToken.END_OBJECT) {
        String name = parser.currentName();
        JsonToken token = parser.nextToken();
        if (!token.isScalarValue()) {
          throw bad("nested");
        }
        if (name.equals("format")) {
          stated = parser.getText();
        } else if (name.equals("version")) {
          version = JsonNumbers.longValue(parser);
        }
      }
    } catch (IOException e) {
      throw bad(JsonMessage.describe(e));
    } catch (BadValueException e) {
      throw bad("version " + e.getMessage());
    }
    if (!stated.equalsIgnoreCase("json") || version != VERSION) {
      throw bad("format " + BadValueException.quote(stated) + ", version " + version);
    }
  }

  private static DecodeException bad(String what) {
    return new DecodeException(XRayFormats.XRAY_JSON, "header: " + what + EXPECTED);
  }
}
