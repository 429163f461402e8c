package dev.ichnos.codec.zipkin;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.ichnos.codec.DecodeException;
import dev.ichnos.codec.DropReason;
import dev.ichnos.codec.MendReason;
import dev.ichnos.codec.wire.BadValueException;
import dev.ichnos.codec.wire.HexIds;
import dev.ichnos.codec.wire.IpAddresses;
import dev.ichnos.codec.wire.JsonMessage;
import dev.ichnos.codec.wire.JsonNumbers;
import java.io.IOException;

/**
 * Reads the values that both versions of Zipkin's JSON have, as leniently as their senders need,
 * and counts on the span what was mended. On entry to a method the parser stands on the first token
 * of a value, on return on the last.
 */
final class JsonFields {
  private static final int NONE = -1;
  private static final long HIGHEST_IPV4 = 0xFFFF_FFFFL;

  private final JsonSpanList list;
  private final JsonMessage message;
  private final JsonParser parser;
  private final SpanDraft span;

  JsonFields(JsonSpanList list, SpanDraft span) {
    this.list = list;
    this.message = list.message();
    this.parser = message.parser();
    this.span = span;
  }

  /** Reads a field of a span that both versions have; any other is ignored. */
  void readCommon(String field) throws IOException, DecodeException {
    switch (field) {
      case "traceId" -> traceId();
      case "id" -> span.spanId = shortId("id", DropReason.INVALID_SPAN_ID);
      case "parentId" -> parentId();
      case "name" -> span.name = text();
      case "timestamp" -> span.timestampNanos = micros("timestamp");
      case "duration" -> span.durationNanos = micros("duration");
      case "debug" -> span.debug = flag();
      default -> list.skip();
    }
  }

  /** Text; numbers and booleans as they are written; empty when it is neither. */
  String text() throws IOException, DecodeException {
    if (parser.currentToken() == JsonToken.VALUE_STRING) {
      String text = message.text();
      if (message.wasMended(text)) {
        span.mended(MendReason.INVALID_UTF8);
      }
      return text;
    }
    if (!parser.currentToken().isScalarValue()) {
      leaveOut();
      return "";
    }
    span.mended(MendReason.VALUE_TYPE);
    return parser.getText();
  }

  boolean flag() throws IOException, DecodeException {
    if (parser.currentToken().isBoolean()) {
      return parser.getBooleanValue();
    }
    String text = text();
    return text.equalsIgnoreCase("true") || text.equals("1");
  }

  /** The time of an annotation in nanoseconds; 0 when absent or beyond what can be said. */
  long annotationTime() throws IOException, DecodeException {
    try {
      return Micros.toNanos(number(true), span);
    } catch (BadValueException e) {
      leaveOut();
      return 0;
    }
  }

  void endpoint(EndpointDraft endpoint) throws IOException, DecodeException {
    if (!isObject()) {
      return;
    }
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String field = parser.currentName();
      if (parser.nextToken() == JsonToken.VALUE_NULL) {
        continue;
      }
      switch (field) {
        case "serviceName" -> endpoint.serviceName = text();
        case "ipv4" -> endpoint.ipv4 = ipv4();
        case "ipv6" -> endpoint.ipv6 = text();
        case "port" -> endpoint.port = port();
        default -> list.skip();
      }
    }
  }

  boolean isObject() throws IOException, DecodeException {
    return is(JsonToken.START_OBJECT);
  }

  boolean isList() throws IOException, DecodeException {
    return is(JsonToken.START_ARRAY);
  }

  /** The value cannot be used. */
  void leaveOut() throws IOException, DecodeException {
    span.mended(MendReason.FIELD_LEFT_OUT);
    list.skip();
  }

  private boolean is(JsonToken token) throws IOException, DecodeException {
    if (parser.currentToken() == token) {
      return true;
    }
    leaveOut();
    return false;
  }

  private void traceId() throws IOException, DecodeException {
    int length = hexLength("traceId", 32, DropReason.INVALID_TRACE_ID);
    if (length <= 0) {
      return;
    }
    if (length != 32 && length != 16) {
      span.mended(MendReason.SHORT_ID);
    }
    char[] chars = parser.getTextCharacters();
    int offset = parser.getTextOffset();
    int high = Math.max(0, length - 16);
    span.traceIdHigh = HexIds.parse(chars, offset, high);
    span.traceIdLow = HexIds.parse(chars, offset + high, length - high);
  }

  private void parentId() throws IOException, DecodeException {
    long parent = shortId("parentId", DropReason.MALFORMED_SPAN);
    if (parent == 0 && !span.isDropped() && parser.getTextLength() > 0) {
      span.mended(MendReason.PARENT_ID);
    }
    span.parentSpanId = parent;
  }

  private long shortId(String field, DropReason why) throws IOException, DecodeException {
    int length = hexLength(field, 16, why);
    if (length <= 0) {
      return 0;
    }
    if (length != 16) {
      span.mended(MendReason.SHORT_ID);
    }
    return HexIds.parse(parser.getTextCharacters(), parser.getTextOffset(), length);
  }

  /** How many digits the id has; -1 when it is none, which fails the span. */
  private int hexLength(String field, int most, DropReason why)
      throws IOException, DecodeException {
    String expected = " (expected: 1-" + most + " hex digits)";
    if (parser.currentToken() != JsonToken.VALUE_STRING) {
      list.drop(span, why, field + " is " + JsonSpanList.what(parser.currentToken()) + expected);
      list.skip();
      return NONE;
    }
    int length = parser.getTextLength();
    if (length > most
        || !HexIds.areDigits(parser.getTextCharacters(), parser.getTextOffset(), length)) {
      list.drop(span, why, field + " is " + BadValueException.quote(parser.getText()) + expected);
      return NONE;
    }
    return length;
  }

  /** Microseconds as nanoseconds; 0 when absent or beyond what can be said. */
  private long micros(String field) throws IOException, DecodeException {
    try {
      return Micros.toNanos(number(true), span);
    } catch (BadValueException e) {
      list.drop(span, DropReason.MALFORMED_SPAN, field + " is " + e.getMessage());
      list.skip();
      return 0;
    }
  }

  /** Thrift's integer, signed or not, has come through to JSON too; 0 is no address. */
  private String ipv4() throws IOException, DecodeException {
    if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT) {
      return text();
    }
    try {
      long address = JsonNumbers.longValue(parser);
      if (address >= Integer.MIN_VALUE && address <= HIGHEST_IPV4) {
        span.mended(MendReason.VALUE_TYPE);
        return address == 0 ? "" : IpAddresses.ipv4((int) address);
      }
    } catch (BadValueException e) {
      list.skip();
    }
    span.mended(MendReason.FIELD_LEFT_OUT);
    return "";
  }

  private int port() throws IOException, DecodeException {
    try {
      long port = number(false);
      if (port >= 0 && port <= 0xFFFF) {
        return (int) port;
      }
    } catch (BadValueException e) {
      list.skip();
    }
    span.mended(MendReason.FIELD_LEFT_OUT);
    return 0;
  }

  private long number(boolean truncate) throws IOException, BadValueException {
    long number = truncate ? JsonNumbers.truncatedLongValue(parser) : JsonNumbers.longValue(parser);
    if (!JsonNumbers.isPlain(parser)) {
      span.mended(MendReason.NUMBER_SHAPE);
    }
    return number;
  }
}
