package dev.ichnos.codec.datadog;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.ichnos.codec.DecodeLimits;
import dev.ichnos.codec.wire.BadValueException;
import dev.ichnos.codec.wire.JsonMessage;
import dev.ichnos.model.AttributeList;
import dev.ichnos.model.Attributes;
import java.io.IOException;

/** Reads JSON objects as attributes, each value as what JSON says that it is. */
final class JsonAttributes {
  private final JsonMessage message;
  private final JsonParser parser;
  private final DecodeLimits limits;
  private int leftOut;

  JsonAttributes(JsonMessage message, DecodeLimits limits) {
    this.message = message;
    this.parser = message.parser();
    this.limits = limits;
  }

  /**
   * The object on whose first token the parser stands, or nothing for null.
   *
   * @throws BadValueException if it is no object, or nested too deep
   */
  Attributes map() throws IOException, BadValueException {
    return parser.currentToken() == JsonToken.VALUE_NULL ? Attributes.EMPTY : map(1);
  }

  /** How many attributes were beyond the limit since it was last asked. */
  int takeLeftOut() {
    int count = leftOut;
    leftOut = 0;
    return count;
  }

  private Attributes map(int depth) throws IOException, BadValueException {
    if (parser.currentToken() != JsonToken.START_OBJECT || depth > limits.maxDepth()) {
      throw new BadValueException(parser.currentToken().toString(), "an object, not too deep");
    }
    Attributes.Builder attributes = Attributes.builder();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = message.name();
      JsonToken token = parser.nextToken();
      if (attributes.size() >= limits.maxAttributes() && !attributes.contains(key)) {
        leftOut++;
        if (!message.skip(limits.maxDepth())) {
          throw new BadValueException(token.toString(), "no deeper nesting");
        }
        continue;
      }
      switch (token) {
        case START_OBJECT -> attributes.put(key, map(depth + 1));
        case START_ARRAY -> attributes.put(key, list(depth + 1));
        case VALUE_TRUE, VALUE_FALSE -> attributes.put(key, parser.getBooleanValue());
        case VALUE_NULL -> attributes.putEmpty(key);
        case VALUE_NUMBER_FLOAT -> attributes.put(key, parser.getDoubleValue());
        case VALUE_NUMBER_INT -> {
          if (isLong()) {
            attributes.put(key, parser.getLongValue());
          } else {
            attributes.put(key, message.text());
          }
        }
        default -> attributes.put(key, message.text());
      }
    }
    return attributes.build();
  }

  private AttributeList list(int depth) throws IOException, BadValueException {
    if (depth > limits.maxDepth()) {
      throw new BadValueException("[", "no deeper nesting");
    }
    AttributeList.Builder values = AttributeList.builder();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      switch (parser.currentToken()) {
        case START_OBJECT -> values.add(map(depth + 1));
        case START_ARRAY -> values.add(list(depth + 1));
        case VALUE_TRUE, VALUE_FALSE -> values.add(parser.getBooleanValue());
        case VALUE_NULL -> values.addEmpty();
        case VALUE_NUMBER_FLOAT -> values.add(parser.getDoubleValue());
        case VALUE_NUMBER_INT -> {
          if (isLong()) {
            values.add(parser.getLongValue());
          } else {
            values.add(message.text());
          }
        }
        default -> values.add(message.text());
      }
    }
    return values.build();
  }

  private boolean isLong() throws IOException {
    return parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER;
  }
}
