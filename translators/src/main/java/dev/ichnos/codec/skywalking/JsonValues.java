package dev.ichnos.codec.skywalking;

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
 * Reads the values that segments have in JSON, as leniently as their senders need, and counts what
 * was mended. On entry to a method the parser stands on the first token of a value, on return on
 * the last.
 */
final class JsonValues {
  private final JsonMessage message;
  private final JsonParser parser;
  private final DecodeLimits limits;
  private Mends mends = what -> {};

  JsonValues(JsonMessage message, DecodeLimits limits) {
    this.message = message;
    this.parser = message.parser();
    this.limits = limits;
  }

  /** Takes what was put right. */
  interface Mends {
    void mended(MendReason what);
  }

  /** From now on, mends are those of another part of the message. */
  void report(Mends to) {
    mends = to;
  }

  /** Reads one field, which is not null. */
  interface Field {
    void read(String name) throws IOException, DecodeException;
  }

  /** Reads one part of a list. */
  interface Part {
    void read() throws IOException, DecodeException;
  }

  /** Every field of an object; anything else is left out. */
  void object(Field field) throws IOException, DecodeException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      leaveOut();
      return;
    }
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      if (parser.nextToken() != JsonToken.VALUE_NULL) {
        field.read(name);
      }
    }
  }

  /** Every part of a list; anything else is left out. */
  void list(Part part) throws IOException, DecodeException {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      leaveOut();
      return;
    }
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      part.read();
    }
  }

  /** Text; numbers and booleans as they are written; empty when it is neither. */
  String text() throws IOException, DecodeException {
    if (parser.currentToken() == JsonToken.VALUE_STRING) {
      String text = message.text();
      if (message.wasMended(text)) {
        mends.mended(MendReason.INVALID_UTF8);
      }
      return text;
    }
    if (!parser.currentToken().isScalarValue()) {
      leaveOut();
      return "";
    }
    mends.mended(MendReason.VALUE_TYPE);
    return parser.getText();
  }

  boolean flag() throws IOException, DecodeException {
    if (parser.currentToken().isBoolean()) {
      return parser.getBooleanValue();
    }
    String text = text();
    return text.equalsIgnoreCase("true") || text.equals("1");
  }

  /** A whole number of 64 bits, as a number or as text, as protobuf's JSON has it. */
  long number() throws IOException, BadValueException {
    return JsonNumbers.longValue(parser);
  }

  /** A whole number of 32 bits. */
  int int32() throws IOException, BadValueException {
    long number = number();
    if (number != (int) number) {
      throw new BadValueException(Long.toString(number), "a whole number of at most 32 bits");
    }
    return (int) number;
  }

  /** Whether a number stands here, rather than the name of an enum's value. */
  boolean isNumber() {
    return parser.currentToken().isNumeric();
  }

  /** The value cannot be used. */
  void leaveOut() throws IOException, DecodeException {
    mends.mended(MendReason.FIELD_LEFT_OUT);
    skip();
  }

  /** Moves to the end of the current value. */
  void skip() throws IOException, DecodeException {
    if (!message.skip(limits.maxDepth())) {
      throw malformed("nested too deep (expected: at most " + limits.maxDepth() + ")");
    }
  }

  /** An error of the whole message, here. */
  DecodeException malformed(String detail) {
    return new DecodeException(
        SkyWalkingFormats.SKYWALKING_JSON, "byte " + message.byteOffset() + ": " + detail);
  }

  long byteOffset() {
    return message.byteOffset();
  }

  /** What stands here, for people to read. */
  String what() {
    return switch (parser.currentToken()) {
      case START_OBJECT -> "an object";
      case START_ARRAY -> "a list";
      case VALUE_STRING -> "a text";
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
      case VALUE_TRUE, VALUE_FALSE -> "a boolean";
      case VALUE_NULL -> "null";
      default -> parser.currentToken().toString();
    };
  }
}
