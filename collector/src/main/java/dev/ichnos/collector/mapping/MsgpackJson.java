package dev.ichnos.collector.mapping;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.ichnos.codec.wire.MsgpackException;
import dev.ichnos.codec.wire.MsgpackReader;
import java.io.IOException;
import java.math.BigInteger;

/** A msgpack value as JSON: unsigned whole numbers of 64 bits in decimal, bytes in base64. */
final class MsgpackJson {
  private static final int MOST_DEPTH = 32;

  private MsgpackJson() {}

  static void write(MsgpackReader from, JsonGenerator to) throws MsgpackException, IOException {
    write(from, to, MOST_DEPTH);
  }

  private static void write(MsgpackReader from, JsonGenerator to, int depth)
      throws MsgpackException, IOException {
    if (depth == 0) {
      throw from.malformed("nested too deep");
    }
    switch (from.next()) {
      case NIL -> {
        from.readNil();
        to.writeNull();
      }
      case BOOLEAN -> to.writeBoolean(from.readBoolean());
      case INTEGER -> writeInteger(from, to);
      case FLOAT -> to.writeNumber(from.readDouble());
      case STRING -> to.writeString(from.readString());
      case BINARY -> to.writeBinary(from.readBinary());
      case ARRAY -> {
        int count = from.readArrayHeader();
        to.writeStartArray();
        for (int i = 0; i < count; i++) {
          write(from, to, depth - 1);
        }
        to.writeEndArray();
      }
      case MAP -> {
        int count = from.readMapHeader();
        to.writeStartObject();
        for (int i = 0; i < count; i++) {
          to.writeFieldName(from.readString());
          write(from, to, depth - 1);
        }
        to.writeEndObject();
      }
      case EXTENSION -> {
        from.skip(1);
        to.writeString("extension");
      }
    }
  }

  private static void writeInteger(MsgpackReader from, JsonGenerator to)
      throws MsgpackException, IOException {
    try {
      to.writeNumber(from.readLong());
    } catch (MsgpackException e) {
      // Past what a long holds; the reader has not moved.
      to.writeNumber(new BigInteger(Long.toUnsignedString(from.readUnsigned())));
    }
  }
}
