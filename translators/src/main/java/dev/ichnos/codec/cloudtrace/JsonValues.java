package dev.ichnos.codec.cloudtrace;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.ichnos.codec.DecodeException;
import dev.ichnos.codec.DecodeLimits;
import dev.ichnos.codec.MendReason;
import dev.ichnos.codec.wire.BadValueException;
import dev.ichnos.codec.wire.JsonMessage;
import dev.ichnos.codec.wire.JsonNumbers;
import java.io.IOException;
import java.util.List;

/**
 * Reads single values as protobuf's JSON writes them (protobuf.dev, ProtoJSON), and in the other
 * shapes that senders give them. On entry to a method the parser stands on the first token of the
 * value, on return on the last; a value that cannot be used is left out, and that is counted.
 */
final class JsonValues {
  private static final int LONGEST_TIME = 64;

  final JsonMessage message;
  final JsonParser parser;
  final DecodeLimits limits;
  private final SpanDraft span;

  /** Where in the message the span stands that is being read; empty outside. */
  String place = "";

  JsonValues(JsonMessage message, DecodeLimits limits, SpanDraft span) {
    this.message = message;
    this.parser = message.parser();
    this.limits = limits;
    this.span = span;
  }

  /** Moves to the next member that is not null; false at the end of the object. */
  boolean nextMember() throws IOException {
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      if (parser.nextToken() != JsonToken.VALUE_NULL) {
        return true;
      }
    }
    return false;
  }

  /** Moves to the next element of a list that is an object; false at the end of the list. */
  boolean nextObject() throws IOException, DecodeException {
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (isObject()) {
        return true;
      }
    }
    return false;
  }

  /** The name of the current member in the {@code .proto} file's spelling. */
  String member() throws IOException {
    String name = parser.currentName();
    StringBuilder snake = null;
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c >= 'A' && c <= 'Z') {
        snake = snake == null ? new StringBuilder(name.substring(0, i)) : snake;
        snake.append('_').append((char) (c - 'A' + 'a'));
      } else if (snake != null) {
        snake.append(c);
      }
    }
    return snake == null ? name : snake.toString();
  }

  boolean isObject() throws IOException, DecodeException {
    return is(JsonToken.START_OBJECT);
  }

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
      return valid(message.text());
    }
    if (!token.isScalarValue()) {
      leaveOut();
      return "";
    }
    span.mended(MendReason.VALUE_TYPE);
    return parser.getText();
  }

  /** The name of the current member, as a key that the sender has chosen. */
  String key() throws IOException {
    return valid(message.name());
  }

  private String valid(String text) {
    if (message.wasMended(text)) {
      span.mended(MendReason.INVALID_UTF8);
    }
    return text;
  }

  /** A {@code TruncatableString}, or the bare text that some senders give for it. */
  String truncatable() throws IOException, DecodeException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      if (parser.currentToken() == JsonToken.VALUE_STRING) {
        span.mended(MendReason.VALUE_TYPE);
      }
      return text();
    }
    String value = "";
    while (nextMember()) {
      if (member().equals("value")) {
        value = text();
      } else {
        skip();
      }
    }
    return value;
  }

  /** A whole number, which protobuf's JSON may give as text; 0 when it is none. */
  long number() throws IOException, DecodeException {
    try {
      long number = JsonNumbers.longValue(parser);
      if (parser.currentToken() == JsonToken.VALUE_NUMBER_FLOAT) {
        span.mended(MendReason.NUMBER_SHAPE);
      }
      return number;
    } catch (BadValueException e) {
      leaveOut();
      return 0;
    }
  }

  /** A count of what the sender left out; none when it is negative. */
  int count() throws IOException, DecodeException {
    return (int) Math.max(0, Math.min(number(), Integer.MAX_VALUE));
  }

  /** A boolean, or one in the message that wraps it. */
  boolean flag() throws IOException, DecodeException {
    if (parser.currentToken() == JsonToken.START_OBJECT) {
      boolean flag = false;
      while (nextMember()) {
        if (member().equals("value")) {
          flag = flag();
        } else {
          skip();
        }
      }
      return flag;
    }
    return parser.currentToken().isBoolean()
        ? parser.getBooleanValue()
        : text().equalsIgnoreCase("true");
  }

  /** An enum's number, which protobuf's JSON gives by name; -1 for a name that is not known. */
  long constant(List<String> names) throws IOException, DecodeException {
    if (parser.currentToken() != JsonToken.VALUE_STRING) {
      return number();
    }
    int known = names.indexOf(parser.getText());
    return known >= 0 || parser.getText().isEmpty() ? Math.max(0, known) : -1;
  }

  /** RFC 3339, or the fields of a {@code Timestamp}; 0 when it is neither. */
  long time() throws IOException, DecodeException {
    if (parser.currentToken() == JsonToken.START_OBJECT) {
      long seconds = 0;
      long nanos = 0;
      while (nextMember()) {
        switch (member()) {
          case "seconds" -> seconds = number();
          case "nanos" -> nanos = number();
          default -> skip();
        }
      }
      span.mended(MendReason.VALUE_TYPE);
      return span.nanos(seconds, nanos);
    }
    if (parser.currentToken() != JsonToken.VALUE_STRING || parser.getTextLength() > LONGEST_TIME) {
      span.mended(MendReason.TIME);
      skip();
      return 0;
    }
    Rfc3339 time = Rfc3339.of(parser.getText());
    return span.nanos(time.epochSecond(), time.nanos());
  }

  void leaveOut() throws IOException, DecodeException {
    span.mended(MendReason.FIELD_LEFT_OUT);
    skip();
  }

  void skip() throws IOException, DecodeException {
    if (!message.skip(limits.maxDepth())) {
      throw malformed("nested too deep (expected: at most " + limits.maxDepth() + ")");
    }
  }

  /** A problem of the message at the current token. */
  DecodeException malformed(String detail) {
    return malformed(message.byteOffset(), detail);
  }

  DecodeException malformed(long offset, String detail) {
    String where = place.isEmpty() ? "" : place + ", ";
    return new DecodeException(
        CloudTraceFormats.CLOUDTRACE_V2_JSON, where + "byte " + offset + ": " + detail);
  }
}
