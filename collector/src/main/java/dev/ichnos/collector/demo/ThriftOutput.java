package dev.ichnos.collector.demo;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Thrift's binary protocol as senders write it: a field is its type, its number and its value; a
 * struct ends with a zero.
 */
final class ThriftOutput {
  static final int I16 = 6;
  static final int I32 = 8;
  static final int STRUCT = 12;
  static final int LIST = 15;

  private static final int STOP = 0;
  private static final int I64 = 10;
  private static final int STRING = 11;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final DataOutputStream out = new DataOutputStream(bytes);

  byte[] toByteArray() {
    return bytes.toByteArray();
  }

  /** For a value that has no method here. */
  DataOutputStream raw() {
    return out;
  }

  void field(int type, int number) throws IOException {
    out.writeByte(type);
    out.writeShort(number);
  }

  /** The head of a list of structs. */
  void list(int size) throws IOException {
    out.writeByte(STRUCT);
    out.writeInt(size);
  }

  void number(int field, long value) throws IOException {
    field(I64, field);
    out.writeLong(value);
  }

  void small(int field, int value) throws IOException {
    field(I32, field);
    out.writeInt(value);
  }

  void text(int field, String value) throws IOException {
    field(STRING, field);
    byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
    out.writeInt(utf8.length);
    out.write(utf8);
  }

  /** The end of a struct. */
  void stop() throws IOException {
    out.writeByte(STOP);
  }
}
