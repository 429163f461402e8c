package dev.ichnos.codec.datadog;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.charset.CodingErrorAction;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessageUnpacker;

/**
 * Reads a message with msgpack's own library, strictly: text must be UTF-8, a map has each key
 * once, nothing follows the message.
 */
public final class MsgpackOracle {
  private MsgpackOracle() {}

  /** Lists, maps, strings, booleans, doubles, and integers as BigInteger. */
  public static Object decode(byte[] message) throws IOException {
    try (MessageUnpacker unpacker =
        new MessagePack.UnpackerConfig()
            .withActionOnMalformedString(CodingErrorAction.REPORT)
            .newUnpacker(message)) {
      Object value = value(unpacker);
      assertThat(unpacker.hasNext()).as("bytes behind the message").isFalse();
      return value;
    }
  }

  /** The message as JSON, for people to read. */
  static String json(byte[] message) throws IOException {
    StringWriter text = new StringWriter();
    DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
    printer.indentArraysWith(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE.withLinefeed("\n"));
    printer.indentObjectsWith(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE.withLinefeed("\n"));
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.setPrettyPrinter(printer);
      write(decode(message), json);
    }
    return text + "\n";
  }

  private static Object value(MessageUnpacker unpacker) throws IOException {
    return switch (unpacker.getNextFormat().getValueType()) {
      case STRING -> unpacker.unpackString();
      case INTEGER -> unpacker.unpackBigInteger();
      case FLOAT -> unpacker.unpackDouble();
      case BOOLEAN -> unpacker.unpackBoolean();
      case ARRAY -> {
        List<Object> list = new ArrayList<>();
        int size = unpacker.unpackArrayHeader();
        for (int i = 0; i < size; i++) {
          list.add(value(unpacker));
        }
        yield list;
      }
      case MAP -> {
        Map<String, Object> map = new LinkedHashMap<>();
        int size = unpacker.unpackMapHeader();
        for (int i = 0; i < size; i++) {
          String key = unpacker.unpackString();
          assertThat(map.put(key, value(unpacker))).as("key twice: %s", key).isNull();
        }
        yield map;
      }
      default -> throw new AssertionError("unexpected " + unpacker.getNextFormat());
    };
  }

  private static void write(Object value, JsonGenerator json) throws IOException {
    if (value instanceof List<?> list) {
      json.writeStartArray();
      for (Object element : list) {
        write(element, json);
      }
      json.writeEndArray();
    } else if (value instanceof Map<?, ?> map) {
      json.writeStartObject();
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        json.writeFieldName((String) entry.getKey());
        write(entry.getValue(), json);
      }
      json.writeEndObject();
    } else if (value instanceof BigInteger number) {
      json.writeNumber(number);
    } else if (value instanceof Double number) {
      json.writeNumber(number);
    } else if (value instanceof Boolean bool) {
      json.writeBoolean(bool);
    } else {
      json.writeString((String) value);
    }
  }
}
