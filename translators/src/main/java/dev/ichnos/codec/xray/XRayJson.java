package dev.ichnos.codec.xray;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.ichnos.codec.DecodeException;
import dev.ichnos.codec.DecodeLimits;
import dev.ichnos.codec.MendReason;
import dev.ichnos.codec.wire.BadValueException;
import dev.ichnos.codec.wire.JsonMessage;
import dev.ichnos.codec.wire.JsonNumbers;
import dev.ichnos.codec.wire.KeyCache;
import dev.ichnos.model.AttributeList;
import dev.ichnos.model.Attributes;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the values of a segment document, as leniently as their senders need, and counts what was
 * mended. On entry to a method the parser stands on the first token of a value, on return on the
 * last.
 */
final class XRayJson {
  final DecodeLimits limits;
  private final JsonMessage message;
  private final JsonParser parser;
  private final KeyCache keys;
  private final int base;
  private Map<MendReason, Integer> mends = new EnumMap<>(MendReason.class);

  /**
   * Values of this message.
   *
   * @param base where the segment begins in the datagram
   */
  XRayJson(JsonMessage message, DecodeLimits limits, KeyCache keys, int base) {
    this.message = message;
    this.parser = message.parser();
    this.limits = limits;
    this.keys = keys;
    this.base = base;
  }

  JsonParser parser() {
    return parser;
  }

  /** Where what is mended from now on is counted; the answer is where it was counted before. */
  Map<MendReason, Integer> countAt(Map<MendReason, Integer> counts) {
    Map<MendReason, Integer> before = mends;
    mends = counts;
    return before;
  }

  void mended(MendReason what) {
    mends.merge(what, 1, Integer::sum);
  }

  /** Where we are, from the start of the datagram. */
  long offset() {
    return base + message.byteOffset();
  }

  DecodeException malformed(String detail) {
    return new DecodeException(XRayFormats.XRAY_JSON, "byte " + offset() + ": " + detail);
  }

  DecodeException tooDeep() {
    return malformed("nested too deep (expected: at most " + limits.maxDepth() + ")");
  }

  /** Moves to the next field of an object, on its value; null at the object's end. */
  @Nullable String nextField() throws IOException {
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = name();
      if (parser.nextToken() != JsonToken.VALUE_NULL) {
        return name;
      }
    }
    return null;
  }

  /** The current field's name, shared with its equals. */
  private String name() throws IOException {
    String name = message.name();
    if (message.wasMended(name)) {
      mended(MendReason.INVALID_UTF8);
    }
    return keys.get(name);
  }

  void skip() throws IOException, DecodeException {
    if (!message.skip(limits.maxDepth())) {
      throw tooDeep();
    }
  }

  /** The value cannot be used. */
  void leaveOut() throws IOException, DecodeException {
    mended(MendReason.FIELD_LEFT_OUT);
    skip();
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

  /** Text; numbers and booleans as they are written; empty when it is neither. */
  String text() throws IOException, DecodeException {
    if (parser.currentToken() == JsonToken.VALUE_STRING) {
      String text = message.text();
      if (message.wasMended(text)) {
        mended(MendReason.INVALID_UTF8);
      }
      return text;
    }
    if (!parser.currentToken().isScalarValue()) {
      leaveOut();
      return "";
    }
    mended(MendReason.VALUE_TYPE);
    return parser.getText();
  }

  boolean flag() throws IOException, DecodeException {
    return parser.currentToken().isBoolean()
        ? parser.getBooleanValue()
        : text().equalsIgnoreCase("true");
  }

  /** Puts a whole number, or, if it is none, whatever it is. */
  void putNumber(AttributesDraft into, String key) throws IOException, DecodeException {
    try {
      long number = JsonNumbers.longValue(parser);
      if (!JsonNumbers.isPlain(parser)) {
        mended(MendReason.NUMBER_SHAPE);
      }
      into.put(key, number, this);
    } catch (BadValueException e) {
      put(into, key);
    }
  }

  /** Puts a text, even if it came as another scalar. */
  void putText(AttributesDraft into, String key) throws IOException, DecodeException {
    String text = text();
    if (!text.isEmpty()) {
      into.put(key, text, this);
    }
  }

  /** Puts a scalar as the text that it is written as, which is nothing to mend. */
  void putAsText(AttributesDraft into, String key) throws IOException, DecodeException {
    if (parser.currentToken() == JsonToken.VALUE_STRING || !parser.currentToken().isScalarValue()) {
      putText(into, key);
    } else {
      into.put(key, parser.getText(), this);
    }
  }

  void putFlag(AttributesDraft into, String key) throws IOException, DecodeException {
    into.put(key, flag(), this);
  }

  /** Puts a value of any type. */
  void put(AttributesDraft into, String key) throws IOException, DecodeException {
    into.putValue(key, value(1), this);
  }

  /** Puts a text, number or boolean; anything else is left out. */
  void putScalar(AttributesDraft into, String key) throws IOException, DecodeException {
    if (parser.currentToken().isScalarValue()) {
      put(into, key);
    } else {
      leaveOut();
    }
  }

  private Object value(int depth) throws IOException, DecodeException {
    if (depth > limits.maxDepth()) {
      throw tooDeep();
    }
    return switch (parser.currentToken()) {
      case START_OBJECT -> map(depth);
      case START_ARRAY -> list(depth);
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NUMBER_INT -> integer();
      case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
      default -> text();
    };
  }

  private Object integer() throws IOException, DecodeException {
    return parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
        ? text()
        : (Object) parser.getLongValue();
  }

  private Attributes map(int depth) throws IOException, DecodeException {
    AttributesDraft map = new AttributesDraft(limits);
    for (String name = nextField(); name != null; name = nextField()) {
      map.putValue(name, value(depth + 1), this);
    }
    return map.build();
  }

  private AttributeList list(int depth) throws IOException, DecodeException {
    AttributeList.Builder list = AttributeList.builder();
    int size = 0;
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (size == limits.maxAttributes()) {
        mended(MendReason.LIMIT);
        skip();
        continue;
      }
      size++;
      if (parser.currentToken() == JsonToken.VALUE_NULL) {
        list.addEmpty();
      } else {
        AttributesDraft.add(list, value(depth + 1));
      }
    }
    return list.build();
  }
}
