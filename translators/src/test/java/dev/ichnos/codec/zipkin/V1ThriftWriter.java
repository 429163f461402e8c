package dev.ichnos.codec.zipkin;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** Writes thrift as generated writers do, and anything else that a test needs. */
final class V1ThriftWriter {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final DataOutputStream out = new DataOutputStream(bytes);

  static byte[] list(List<RandomV1Span> spans) {
    V1ThriftWriter writer = new V1ThriftWriter().u8(12).i32(spans.size());
    spans.forEach(writer::span);
    return writer.toByteArray();
  }

  V1ThriftWriter span(RandomV1Span span) {
    field(10, 1).i64(span.traceId());
    field(11, 3).text(span.name());
    field(10, 4).i64(span.id());
    if (span.parentId() != 0) {
      field(10, 5).i64(span.parentId());
    }
    field(15, 6).u8(12).i32(span.annotations().size());
    for (RandomV1Span.Annotation annotation : span.annotations()) {
      field(10, 1).i64(annotation.timestamp());
      field(11, 2).text(annotation.value());
      host(3, annotation.host()).u8(0);
    }
    field(15, 8).u8(12).i32(span.binaryAnnotations().size());
    for (RandomV1Span.Binary binary : span.binaryAnnotations()) {
      field(11, 1).text(binary.key());
      field(11, 2).text(binary.text() == null ? "\u0001" : binary.text());
      field(8, 3).i32(binary.text() == null ? 0 : 6);
      host(4, binary.host()).u8(0);
    }
    field(2, 9).u8(span.debug() ? 1 : 0);
    if (span.timestamp() != 0) {
      field(10, 10).i64(span.timestamp());
    }
    if (span.duration() != 0) {
      field(10, 11).i64(span.duration());
    }
    if (span.traceIdHigh() != 0) {
      field(10, 12).i64(span.traceIdHigh());
    }
    return u8(0);
  }

  private V1ThriftWriter host(int field, RandomV1Span.Host host) {
    if (host == null) {
      return this;
    }
    field(12, field).field(8, 1).i32(host.ipv4());
    field(6, 2).i16(host.port());
    field(11, 3).text(host.service());
    if (host.ipv6() != null) {
      field(11, 4).binary(host.ipv6());
    }
    return u8(0);
  }

  V1ThriftWriter field(int type, int id) {
    return u8(type).i16(id);
  }

  V1ThriftWriter u8(int value) {
    bytes.write(value);
    return this;
  }

  V1ThriftWriter i16(int value) {
    return write(() -> out.writeShort(value));
  }

  V1ThriftWriter i32(int value) {
    return write(() -> out.writeInt(value));
  }

  V1ThriftWriter i64(long value) {
    return write(() -> out.writeLong(value));
  }

  V1ThriftWriter text(String value) {
    return binary(value.getBytes(UTF_8));
  }

  V1ThriftWriter binary(byte[] value) {
    i32(value.length);
    bytes.writeBytes(value);
    return this;
  }

  byte[] toByteArray() {
    return bytes.toByteArray();
  }

  private V1ThriftWriter write(Write write) {
    try {
      write.run();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private interface Write {
    void run() throws IOException;
  }
}
