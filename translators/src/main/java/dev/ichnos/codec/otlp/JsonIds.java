package dev.ichnos.codec.otlp;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.ichnos.codec.DecodeException;
import dev.ichnos.codec.MendReason;
import dev.ichnos.codec.wire.BadValueException;
import dev.ichnos.codec.wire.HexIds;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Base64;

/** Reads ids, in hex or in base64; the one that was read last is held until the next. */
final class JsonIds {
  private static final int LONG_DIGITS = 16;

  private final JsonFields fields;
  private final JsonParser parser;
  private long high;
  private long low;

  JsonIds(JsonFields fields) {
    this.fields = fields;
    this.parser = fields.parser;
  }

  /** The upper half of the trace id that was read last; 0 for a span id. */
  long high() {
    return high;
  }

  /** The span id that was read last, or the lower half of the trace id. */
  long low() {
    return low;
  }

  /** Reads a trace id; false if it is none, or zeros. */
  boolean traceId() throws IOException, DecodeException {
    high = 0;
    low = 0;
    if (!id(2)) {
      return false;
    }
    if (parser.getTextLength() == LONG_DIGITS) {
      fields.findings.mend(MendReason.SHORT_ID);
    }
    return (high | low) != 0;
  }

  /** Reads a span id, which may be zeros; false if it is none. */
  boolean spanId() throws IOException, DecodeException {
    high = 0;
    low = 0;
    return id(1);
  }

  /** Reads a parent's id; 0 if it is none, which counts as mended unless the text is empty. */
  long parentSpanId() throws IOException, DecodeException {
    if (spanId()) {
      return low;
    }
    if (parser.currentToken() != JsonToken.VALUE_STRING || parser.getTextLength() > 0) {
      fields.findings.mend(MendReason.PARENT_ID);
    }
    return 0;
  }

  /** What stands where an id should, for people. */
  String found() throws IOException {
    return parser.currentToken() == JsonToken.VALUE_STRING
        ? BadValueException.quote(parser.getText())
        : "no text";
  }

  boolean isEmptyText() throws IOException {
    return parser.currentToken() == JsonToken.VALUE_STRING && parser.getTextLength() == 0;
  }

  /** Reads an id of at most {@code longs} times 16 hex digits; false if it is none. */
  private boolean id(int longs) throws IOException, DecodeException {
    if (parser.currentToken() != JsonToken.VALUE_STRING) {
      fields.skip();
      return false;
    }
    char[] chars = parser.getTextCharacters();
    int from = parser.getTextOffset();
    int length = parser.getTextLength();
    boolean whole = length == LONG_DIGITS || length == longs * LONG_DIGITS;
    if (!whole || !HexIds.areDigits(chars, from, length)) {
      return base64(longs);
    }
    int upper = length - LONG_DIGITS;
    high = HexIds.parse(chars, from, upper);
    low = HexIds.parse(chars, from + upper, LONG_DIGITS);
    return true;
  }

  /** Protobuf's own JSON says ids in base64, and so do senders that use it; no hex looks so. */
  private boolean base64(int longs) throws IOException {
    int bytes = longs * Long.BYTES;
    if (parser.getTextLength() != (bytes + 2) / 3 * 4) {
      return false;
    }
    byte[] id;
    try {
      id = Base64.getDecoder().decode(parser.getText());
    } catch (IllegalArgumentException e) {
      return false;
    }
    if (id.length != bytes) {
      return false;
    }
    ByteBuffer buffer = ByteBuffer.wrap(id);
    high = longs == 2 ? buffer.getLong() : 0;
    low = buffer.getLong();
    fields.findings.mend(MendReason.VALUE_TYPE);
    return true;
  }
}
