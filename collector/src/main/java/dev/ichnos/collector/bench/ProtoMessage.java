package dev.ichnos.collector.bench;

import dev.ichnos.codec.wire.ProtoReader;
import dev.ichnos.codec.wire.ProtoWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** A protobuf message that is being written, its fields in the order of the calls. */
final class ProtoMessage {
  private static final int BUFFER = 256;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final ProtoWriter out = new ProtoWriter(bytes, BUFFER);

  /** Eight bytes, the most significant first. */
  ProtoMessage id(int field, long... words) throws IOException {
    out.writeTag(field << 3 | ProtoReader.LENGTH);
    out.writeVarint(8L * words.length);
    for (long word : words) {
      out.writeBigEndian64(word);
    }
    return this;
  }

  ProtoMessage varint(int field, long value) throws IOException {
    out.writeTag(field << 3 | ProtoReader.VARINT);
    out.writeVarint(value);
    return this;
  }

  ProtoMessage fixed64(int field, long value) throws IOException {
    out.writeTag(field << 3 | ProtoReader.FIXED64);
    out.writeFixed64(value);
    return this;
  }

  ProtoMessage text(int field, String value) throws IOException {
    return bytes(field, value.getBytes(StandardCharsets.UTF_8));
  }

  ProtoMessage bytes(int field, byte[] value) throws IOException {
    out.writeTag(field << 3 | ProtoReader.LENGTH);
    out.writeVarint(value.length);
    out.writeBytes(value);
    return this;
  }

  ProtoMessage message(int field, ProtoMessage inner) throws IOException {
    return bytes(field, inner.whole());
  }

  /** What has been written. */
  byte[] whole() throws IOException {
    out.flush();
    return bytes.toByteArray();
  }
}
