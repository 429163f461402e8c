package dev.ichnos.codec.zipkin;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.ichnos.codec.DecodeException;
import dev.ichnos.codec.DecodeLimits;
import dev.ichnos.codec.DropReason;
import dev.ichnos.codec.MendReason;
import dev.ichnos.codec.SpanSink;
import dev.ichnos.codec.wire.BadValueException;
import dev.ichnos.codec.wire.HexIds;
import dev.ichnos.codec.wire.JsonMessage;
import dev.ichnos.codec.wire.JsonNumbers;
import dev.ichnos.model.SpanKind;
import java.io.IOException;

/**
 * Reads the fields of one message's spans into a {@link SpanDraft}. On entry to a method named
 * after a field the parser stands on the first token of its value, on return on the last.
 */
final class V2JsonReader {
  private static final String EXPECTED_LIST =
      " (expected: a list of Zipkin v2 spans, [{\"traceId\":...}])";

  /** No time in microseconds beyond this can be said in nanoseconds. */
  private static final long MOST_MICROS = Long.MAX_VALUE / 1000;

  private static final int ABSENT = -1;

  private final JsonMessage message;
  private final JsonParser parser;
  private final DecodeLimits limits;
  private final SpanSink out;
  private final SpanDraft span;

  private int index = ABSENT;
  private boolean v1Field;
  private boolean v2Field;

  V2JsonReader(JsonMessage message, DecodeLimits limits, SpanSink out) {
    this.message = message;
    this.parser = message.parser();
    this.limits = limits;
    this.out = out;
    this.span = new SpanDraft(limits);
  }

  /** An error of the message at {@code offset}, in the span that is being read. */
  DecodeException malformed(long offset, String detail) {
    String place = index == ABSENT ? "byte " + offset : "span " + index + ", byte " + offset;
    return new DecodeException(ZipkinFormats.ZIPKIN_V2_JSON, place + ": " + detail);
  }

  void readMessage() throws IOException, DecodeException {
    JsonToken first = parser.nextToken();
    if (first == null) {
      return;
    }
    if (first != JsonToken.START_ARRAY) {
      throw malformed(message.byteOffset(), "found " + what(first) + EXPECTED_LIST);
    }
    index = 0;
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (index >= limits.maxSpans()) {
        throw malformed(
            message.byteOffset(), "too many spans (expected: at most " + limits.maxSpans() + ")");
      }
      span.clear();
      readSpan();
      span.finish(out);
      index++;
    }
    index = ABSENT;
    JsonToken after = parser.nextToken();
    if (after != null) {
      throw malformed(
          message.byteOffset(), "found " + what(after) + " (expected: nothing after the list)");
    }
  }

  private void readSpan() throws IOException, DecodeException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      drop(
          DropReason.MALFORMED_SPAN,
          "found " + what(parser.currentToken()) + " (expected: a span object)");
      skip();
      return;
    }
    v1Field = false;
    v2Field = false;
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String field = parser.currentName();
      if (parser.nextToken() != JsonToken.VALUE_NULL) {
        readField(field);
      }
    }
    if (v1Field && !v2Field && index == 0) {
      throw malformed(
          message.byteOffset(),
          "a span of Zipkin v1 (expected: v2 spans; v1 spans go to /api/v1/spans)");
    }
    if (span.isDropped()) {
      return;
    }
    if ((span.traceIdHigh | span.traceIdLow) == 0) {
      drop(DropReason.INVALID_TRACE_ID, "traceId is absent or zero (expected: 1-32 hex digits)");
    } else if (span.spanId == 0) {
      drop(DropReason.INVALID_SPAN_ID, "id is absent or zero (expected: 1-16 hex digits)");
    }
  }

  private void readField(String field) throws IOException, DecodeException {
    switch (field) {
      case "traceId" -> traceId();
      case "id" -> id();
      case "parentId" -> parentId();
      case "kind" -> kind();
      case "name" -> span.name = textField();
      case "timestamp" -> span.timestampNanos = micros("timestamp");
      case "duration" -> span.durationNanos = micros("duration");
      case "localEndpoint" -> endpoint(span.local);
      case "remoteEndpoint" -> endpoint(span.remote);
      case "annotations" -> annotations();
      case "tags" -> tags();
      case "debug" -> span.debug = flag();
      case "shared" -> span.shared = flag();
      case "binaryAnnotations" -> {
        v1Field = true;
        skip();
      }
      default -> skip();
    }
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

  private void id() throws IOException, DecodeException {
    span.spanId = shortId("id", DropReason.INVALID_SPAN_ID);
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
      drop(why, field + " is " + what(parser.currentToken()) + expected);
      skip();
      return ABSENT;
    }
    int length = parser.getTextLength();
    if (length > most
        || !HexIds.areDigits(parser.getTextCharacters(), parser.getTextOffset(), length)) {
      drop(why, field + " is " + BadValueException.quote(parser.getText()) + expected);
      return ABSENT;
    }
    return length;
  }

  private void kind() throws IOException, DecodeException {
    v2Field = true;
    String text = textField();
    switch (text) {
      case "CLIENT" -> span.kind = SpanKind.CLIENT;
      case "SERVER" -> span.kind = SpanKind.SERVER;
      case "PRODUCER" -> span.kind = SpanKind.PRODUCER;
      case "CONSUMER" -> span.kind = SpanKind.CONSUMER;
      case "" -> {}
      default -> span.mended(MendReason.FIELD_LEFT_OUT);
    }
  }

  /** Microseconds as nanoseconds; 0 when absent or beyond what can be said. */
  private long micros(String field) throws IOException, DecodeException {
    try {
      return toNanos(number(true));
    } catch (BadValueException e) {
      drop(DropReason.MALFORMED_SPAN, field + " is " + e.getMessage());
      skip();
      return 0;
    }
  }

  private long number(boolean truncate) throws IOException, BadValueException {
    long number = truncate ? JsonNumbers.truncatedLongValue(parser) : JsonNumbers.longValue(parser);
    if (!JsonNumbers.isPlain(parser)) {
      span.mended(MendReason.NUMBER_SHAPE);
    }
    return number;
  }

  private long toNanos(long micros) {
    if (micros < 0 || micros > MOST_MICROS) {
      span.mended(MendReason.TIME);
      return 0;
    }
    return micros * 1000;
  }

  private void endpoint(EndpointDraft endpoint) throws IOException, DecodeException {
    v2Field = true;
    if (!isObject()) {
      return;
    }
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String field = parser.currentName();
      if (parser.nextToken() == JsonToken.VALUE_NULL) {
        continue;
      }
      switch (field) {
        case "serviceName" -> endpoint.serviceName = textField();
        case "ipv4" -> endpoint.ipv4 = textField();
        case "ipv6" -> endpoint.ipv6 = textField();
        case "port" -> endpoint.port = port();
        default -> skip();
      }
    }
  }

  private int port() throws IOException, DecodeException {
    try {
      long port = number(false);
      if (port >= 0 && port <= 0xFFFF) {
        return (int) port;
      }
    } catch (BadValueException e) {
      skip();
    }
    span.mended(MendReason.FIELD_LEFT_OUT);
    return 0;
  }

  private void annotations() throws IOException, DecodeException {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      leaveOut();
      return;
    }
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (isObject()) {
        annotation();
      }
    }
  }

  private void annotation() throws IOException, DecodeException {
    long time = 0;
    String value = "";
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String field = parser.currentName();
      if (parser.nextToken() == JsonToken.VALUE_NULL) {
        continue;
      }
      switch (field) {
        case "timestamp" -> time = annotationTime();
        case "value" -> value = textField();
        case "endpoint" -> {
          v1Field = true;
          skip();
        }
        default -> skip();
      }
    }
    if (value.isEmpty()) {
      span.mended(MendReason.FIELD_LEFT_OUT);
      return;
    }
    span.annotation(time, value);
  }

  private long annotationTime() throws IOException, DecodeException {
    try {
      return toNanos(number(true));
    } catch (BadValueException e) {
      leaveOut();
      return 0;
    }
  }

  private void tags() throws IOException, DecodeException {
    v2Field = true;
    if (!isObject()) {
      return;
    }
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = message.name();
      if (!parser.nextToken().isScalarValue() || parser.currentToken() == JsonToken.VALUE_NULL) {
        leaveOut();
        continue;
      }
      if (message.wasMended(key)) {
        span.mended(MendReason.INVALID_UTF8);
      }
      span.tag(key, textField());
    }
  }

  /** A text; numbers and booleans as they are written; empty when it is neither. */
  private String textField() throws IOException, DecodeException {
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

  private boolean flag() throws IOException, DecodeException {
    if (parser.currentToken().isBoolean()) {
      return parser.getBooleanValue();
    }
    String text = textField();
    return text.equalsIgnoreCase("true") || text.equals("1");
  }

  private boolean isObject() throws IOException, DecodeException {
    if (parser.currentToken() == JsonToken.START_OBJECT) {
      return true;
    }
    leaveOut();
    return false;
  }

  private void leaveOut() throws IOException, DecodeException {
    span.mended(MendReason.FIELD_LEFT_OUT);
    skip();
  }

  private void skip() throws IOException, DecodeException {
    if (!message.skip(limits.maxDepth())) {
      throw malformed(
          message.byteOffset(), "nested too deep (expected: at most " + limits.maxDepth() + ")");
    }
  }

  private void drop(DropReason why, String detail) {
    span.drop(why, "span " + index + ", byte " + message.byteOffset() + ": " + detail);
  }

  private static String what(JsonToken token) {
    return switch (token) {
      case START_OBJECT -> "an object";
      case START_ARRAY -> "a list";
      case VALUE_STRING -> "a text";
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
      case VALUE_TRUE, VALUE_FALSE -> "a boolean";
      case VALUE_NULL -> "null";
      default -> token.toString();
    };
  }
}
