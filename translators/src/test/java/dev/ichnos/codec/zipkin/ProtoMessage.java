package dev.ichnos.codec.zipkin;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.HexFormat;

/** Protobuf written field by field, also as no sender should. */
final class ProtoMessage {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  /** A message of these spans. */
  static byte[] list(ProtoMessage... spans) {
    ProtoMessage list = new ProtoMessage();
    for (ProtoMessage span : spans) {
      list.message(1, span);
    }
    return list.toByteArray();
  }

  /** A span that has its ids only. */
  static ProtoMessage span() {
    return new ProtoMessage().bytes(1, "48485a3953bb6124").bytes(3, "5b4185666d50f68b");
  }

  ProtoMessage varint(int number, long value) {
    raw(number << 3);
    raw(value);
    return this;
  }

  ProtoMessage fixed64(int number, long value) {
    raw(number << 3 | 1);
    for (int shift = 0; shift < 64; shift += 8) {
      bytes.write((int) (value >>> shift));
    }
    return this;
  }

  ProtoMessage text(int number, String value) {
    return bytes(number, value.getBytes(UTF_8));
  }

  ProtoMessage bytes(int number, String hex) {
    return bytes(number, HexFormat.of().parseHex(hex));
  }

  ProtoMessage message(int number, ProtoMessage value) {
    return bytes(number, value.toByteArray());
  }

  ProtoMessage bytes(int number, byte[] value) {
    raw(number << 3 | 2);
    raw(value.length);
    bytes.writeBytes(value);
    return this;
  }

  /** Bytes that need be no field. */
  ProtoMessage hex(String hex) {
    bytes.writeBytes(HexFormat.of().parseHex(hex));
    return this;
  }

  byte[] toByteArray() {
    return bytes.toByteArray();
  }

  private void raw(long value) {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      bytes.write((int) rest & 0x7f | 0x80);
      rest >>>= 7;
    }
    bytes.write((int) rest);
  }
}
