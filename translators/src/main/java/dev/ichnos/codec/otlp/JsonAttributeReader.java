package dev.ichnos.codec.otlp;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.ichnos.codec.DecodeException;
import dev.ichnos.codec.MendReason;
import dev.ichnos.codec.wire.BadValueException;
import dev.ichnos.codec.wire.KeyCache;
import dev.ichnos.model.AttributeList;
import dev.ichnos.model.Attributes;
import java.io.IOException;
import java.util.Base64;

/**
 * Reads attributes. A value that is not of the type that its field names is kept as the text that
 * came, so that nothing is lost, and counted.
 */
final class JsonAttributeReader {
  private static final int LONGEST_NUMBER = 64;

  /** A value with nothing in it. */
  private static final Object NOTHING = new Object();

  private final JsonFields fields;
  private final JsonParser parser;
  private final KeyCache keys;

  JsonAttributeReader(JsonFields fields, KeyCache keys) {
    this.fields = fields;
    this.parser = fields.parser;
    this.keys = keys;
  }

  /**
   * Reads a list of KeyValues.
   *
   * @return how many were left out because there are {@code maxAttributes} already
   */
  int read(Attributes.Builder into) throws IOException, DecodeException {
    return pairs(into, 1);
  }

  /** A text that comes often: shared with its equals. */
  String key() throws IOException, DecodeException {
    return keys.get(fields.text());
  }

  private int pairs(Attributes.Builder into, int depth) throws IOException, DecodeException {
    if (!fields.isList()) {
      return 0;
    }
    int surplus = 0;
    while (fields.nextElement()) {
      if (into.size() >= fields.limits.maxAttributes()) {
        fields.findings.mend(MendReason.LIMIT);
        fields.skip();
        surplus++;
      } else if (fields.isObject()) {
        pair(into, depth);
      }
    }
    return surplus;
  }

  private void pair(Attributes.Builder into, int depth) throws IOException, DecodeException {
    String key = "";
    Object value = NOTHING;
    while (fields.nextField()) {
      switch (parser.currentName()) {
        case "key" -> key = key();
        case "value" -> value = value(depth);
        default -> fields.skip();
      }
    }
    put(into, key, value);
  }

  private static void put(Attributes.Builder into, String key, Object value) {
    if (value instanceof String text) {
      into.put(key, text);
    } else if (value instanceof Long number) {
      into.put(key, number.longValue());
    } else if (value instanceof Boolean bool) {
      into.put(key, bool.booleanValue());
    } else if (value instanceof Double number) {
      into.put(key, number.doubleValue());
    } else if (value instanceof AttributeList list) {
      into.put(key, list);
    } else if (value instanceof Attributes map) {
      into.put(key, map);
    } else if (value instanceof byte[] bytes) {
      into.put(key, bytes);
    } else {
      into.putEmpty(key);
    }
  }

  private static void add(AttributeList.Builder into, Object value) {
    if (value instanceof String text) {
      into.add(text);
    } else if (value instanceof Long number) {
      into.add(number.longValue());
    } else if (value instanceof Boolean bool) {
      into.add(bool.booleanValue());
    } else if (value instanceof Double number) {
      into.add(number.doubleValue());
    } else if (value instanceof AttributeList list) {
      into.add(list);
    } else if (value instanceof Attributes map) {
      into.add(map);
    } else if (value instanceof byte[] bytes) {
      into.add(bytes);
    } else {
      into.addEmpty();
    }
  }

  /** An AnyValue; of several members the last one counts. */
  private Object value(int depth) throws IOException, DecodeException {
    if (depth > fields.limits.maxDepth()) {
      throw fields.tooDeep();
    }
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      return bare();
    }
    Object value = NOTHING;
    while (fields.nextField()) {
      switch (parser.currentName()) {
        case "stringValue", "string_value" -> value = fields.text();
        case "boolValue", "bool_value" -> value = bool();
        case "intValue", "int_value" -> value = integer();
        case "doubleValue", "double_value" -> value = floating();
        case "bytesValue", "bytes_value" -> value = bytes();
        case "arrayValue", "array_value" -> value = list(depth + 1);
        case "kvlistValue", "kvlist_value" -> value = map(depth + 1);
        default -> fields.skip();
      }
    }
    return value;
  }

  /** What stands where an AnyValue should: a plain text, number or boolean keeps its type. */
  private Object bare() throws IOException, DecodeException {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.VALUE_NULL) {
      return NOTHING;
    }
    if (!token.isScalarValue()) {
      fields.leaveOut();
      return NOTHING;
    }
    fields.findings.mend(MendReason.VALUE_TYPE);
    return switch (token) {
      case VALUE_STRING -> fields.text();
      case VALUE_NUMBER_INT -> integer();
      case VALUE_NUMBER_FLOAT -> floating();
      default -> parser.getBooleanValue();
    };
  }

  private Object bool() throws IOException, DecodeException {
    if (parser.currentToken().isBoolean()) {
      return parser.getBooleanValue();
    }
    Object text = asText();
    return text.equals("true") || text.equals("false") ? (Object) text.equals("true") : text;
  }

  private Object integer() throws IOException, DecodeException {
    try {
      return fields.number();
    } catch (BadValueException e) {
      return asText();
    }
  }

  private Object floating() throws IOException, DecodeException {
    if (parser.currentToken().isNumeric()) {
      return parser.getDoubleValue();
    }
    if (parser.currentToken() == JsonToken.VALUE_STRING
        && parser.getTextLength() <= LONGEST_NUMBER) {
      try {
        return Double.parseDouble(parser.getText());
      } catch (NumberFormatException e) {
        return asText();
      }
    }
    return asText();
  }

  /** Base64 of either alphabet, padded or not, as protobuf's JSON allows. */
  private Object bytes() throws IOException, DecodeException {
    if (parser.currentToken() == JsonToken.VALUE_STRING) {
      try {
        return Base64.getDecoder().decode(parser.getText().replace('-', '+').replace('_', '/'));
      } catch (IllegalArgumentException e) {
        return asText();
      }
    }
    return asText();
  }

  private Object asText() throws IOException, DecodeException {
    if (!parser.currentToken().isScalarValue()) {
      fields.leaveOut();
      return NOTHING;
    }
    if (parser.currentToken() == JsonToken.VALUE_STRING) {
      fields.findings.mend(MendReason.VALUE_TYPE);
    }
    return fields.text();
  }

  private Object list(int depth) throws IOException, DecodeException {
    AttributeList.Builder list = AttributeList.builder();
    int size = 0;
    if (!fields.isObject()) {
      return NOTHING;
    }
    while (fields.nextField()) {
      if (!parser.currentName().equals("values")) {
        fields.skip();
      } else if (fields.isList()) {
        while (fields.nextElement()) {
          if (size == fields.limits.maxAttributes()) {
            fields.findings.mend(MendReason.LIMIT);
            fields.skip();
          } else {
            add(list, value(depth));
            size++;
          }
        }
      }
    }
    return list.build();
  }

  private Object map(int depth) throws IOException, DecodeException {
    Attributes.Builder map = Attributes.builder();
    if (!fields.isObject()) {
      return NOTHING;
    }
    while (fields.nextField()) {
      if (parser.currentName().equals("values")) {
        pairs(map, depth);
      } else {
        fields.skip();
      }
    }
    return map.build();
  }
}
