package dev.ichnos.codec.otlp;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.ichnos.codec.DecodeException;
import dev.ichnos.codec.DecodeLimits;
import dev.ichnos.codec.MendReason;
import dev.ichnos.codec.wire.BadValueException;
import dev.ichnos.codec.wire.JsonMessage;
import dev.ichnos.codec.wire.JsonNumbers;
import java.io.IOException;

/**
 * Reads the plain fields of OTLP's JSON. On entry to a method the parser stands on the first token
 * of the value, on return on the last.
 */
final class JsonFields {
  private static final long MAX_UNSIGNED = 0xffff_ffffL;

  final JsonMessage message;
  final JsonParser parser;
  final DecodeLimits limits;
  final Findings findings;
  final SpanPlace place = new SpanPlace("resourceSpans", "scopeSpans");

  JsonFields(JsonMessage message, DecodeLimits limits, Findings findings) {
    this.message = message;
    this.parser = message.parser();
    this.limits = limits;
    this.findings = findings;
    place.resourceSpans = SpanPlace.OUTSIDE;
  }

  /** Moves to the next field that is not null; false at the end of the object. */
  boolean nextField() throws IOException {
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      if (parser.nextToken() != JsonToken.VALUE_NULL) {
        return true;
      }
    }
    return false;
  }

  /** Moves to the next element; false at the end of the list. */
  boolean nextElement() throws IOException {
    return parser.nextToken() != JsonToken.END_ARRAY;
  }

  /** Whether an object begins; if not, the value is left out. */
  boolean isObject() throws IOException, DecodeException {
    return is(JsonToken.START_OBJECT);
  }

  /** Whether a list begins; if not, the value is left out. */
  boolean isList() throws IOException, DecodeException {
    return is(JsonToken.START_ARRAY);
  }

  private boolean is(JsonToken token) throws IOException, DecodeException {
    if (parser.currentToken() == token) {
      return true;
    }
    leaveOut();
    return false;
  }

  /** A text; numbers and booleans as they are written; empty when it is neither. */
  String text() throws IOException, DecodeException {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.VALUE_STRING) {
      String text = message.text();
      if (message.wasMended(text)) {
        findings.mend(MendReason.INVALID_UTF8);
      }
      return text;
    }
    if (token == JsonToken.VALUE_NULL) {
      return "";
    }
    if (!token.isScalarValue()) {
      leaveOut();
      return "";
    }
    findings.mend(MendReason.VALUE_TYPE);
    return parser.getText();
  }

  /** Nanoseconds since 1970; 0 when beyond what our model can say. */
  long time() throws IOException, DecodeException {
    try {
      long nanos = number();
      if (nanos >= 0) {
        return nanos;
      }
    } catch (BadValueException e) {
      skip();
    }
    findings.mend(MendReason.TIME);
    return 0;
  }

  /** An unsigned 32-bit number; 0 when it is none. */
  int unsigned() throws IOException, DecodeException {
    try {
      long number = number();
      if (number >= 0 && number <= MAX_UNSIGNED) {
        return (int) number;
      }
    } catch (BadValueException e) {
      skip();
    }
    findings.mend(MendReason.FIELD_LEFT_OUT);
    return 0;
  }

  /** A whole number, which OTLP's JSON may give as text; other shapes are mended. */
  long number() throws IOException, BadValueException {
    long number = JsonNumbers.longValue(parser);
    if (!JsonNumbers.isPlain(parser) && !isPlainText()) {
      findings.mend(MendReason.NUMBER_SHAPE);
    }
    return number;
  }

  private boolean isPlainText() throws IOException {
    if (parser.currentToken() != JsonToken.VALUE_STRING) {
      return false;
    }
    char[] chars = parser.getTextCharacters();
    int from = parser.getTextOffset();
    int to = from + parser.getTextLength();
    for (int i = chars[from] == '-' ? from + 1 : from; i < to; i++) {
      if (chars[i] < '0' || chars[i] > '9') {
        return false;
      }
    }
    return true;
  }

  void leaveOut() throws IOException, DecodeException {
    findings.mend(MendReason.FIELD_LEFT_OUT);
    skip();
  }

  void skip() throws IOException, DecodeException {
    if (!message.skip(limits.maxDepth())) {
      throw tooDeep();
    }
  }

  DecodeException tooDeep() {
    return malformed("nested deeper than the " + limits.maxDepth() + " of the limit");
  }

  /** A problem of the message at the current token. */
  DecodeException malformed(String detail) {
    return malformed(message.byteOffset(), detail);
  }

  DecodeException malformed(long offset, String detail) {
    return new DecodeException(OtlpFormats.OTLP_JSON, place + ", byte " + offset + ": " + detail);
  }
}
