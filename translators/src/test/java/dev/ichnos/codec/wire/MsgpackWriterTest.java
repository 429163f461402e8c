package dev.ichnos.codec.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessageUnpacker;

/** The oracle, msgpack's own library, also writes the shortest form: the bytes must be equal. */
class MsgpackWriterTest {
  private interface Call {
    void on(MsgpackWriter writer) throws IOException;
  }

  private interface Expected {
    void on(MessageBufferPacker packer) throws IOException;
  }

  @Test
  void writeLong_aroundEveryShape_isWhatTheOracleWrites() throws IOException {
    for (int bits = 0; bits < 64; bits++) {
      for (long near = -2; near <= 2; near++) {
        long value = (1L << bits) + near;
        same(writer -> writer.writeLong(value), packer -> packer.packLong(value));
        same(writer -> writer.writeLong(-value), packer -> packer.packLong(-value));
      }
    }
    same(writer -> writer.writeLong(Long.MIN_VALUE), packer -> packer.packLong(Long.MIN_VALUE));
  }

  @Test
  void writeUnsigned_highBitSet_isUnsigned() throws IOException {
    byte[] bytes = written(writer -> writer.writeUnsigned(-1));
    assertThat(MessagePack.newDefaultUnpacker(bytes).unpackBigInteger())
        .isEqualTo(new java.math.BigInteger("18446744073709551615"));
  }

  @Test
  void writeDouble_anyBits_keepsThem() throws IOException {
    for (double value : new double[] {0, -0.0, 1.5, Double.NaN, Double.NEGATIVE_INFINITY}) {
      same(writer -> writer.writeDouble(value), packer -> packer.packDouble(value));
    }
  }

  @Test
  void writeNilAndBoolean_areWhatTheOracleWrites() throws IOException {
    same(MsgpackWriter::writeNil, MessageBufferPacker::packNil);
    same(writer -> writer.writeBoolean(true), packer -> packer.packBoolean(true));
    same(writer -> writer.writeBoolean(false), packer -> packer.packBoolean(false));
  }

  @Test
  void writeString_aroundEveryLength_isWhatTheOracleWrites() throws IOException {
    for (int length : new int[] {0, 1, 31, 32, 255, 256, 8191, 8192, 65_535, 65_536, 100_000}) {
      String ascii = "a".repeat(length);
      same(writer -> writer.writeString(ascii), packer -> packer.packString(ascii));
      String mixed = "é✓😀".repeat(length / 9);
      same(writer -> writer.writeString(mixed), packer -> packer.packString(mixed));
    }
  }

  @Test
  void writeString_loneSurrogate_becomesReplacement() throws IOException {
    byte[] bytes = written(writer -> writer.writeString("a\ud800b"));
    assertThat(MessagePack.newDefaultUnpacker(bytes).unpackString()).isEqualTo("a\ufffdb");
  }

  @Test
  void writeBinary_aroundEveryLength_isWhatTheOracleWrites() throws IOException {
    for (int length : new int[] {0, 255, 256, 8192, 8193, 65_535, 65_536}) {
      byte[] value = new byte[length];
      new Random(length).nextBytes(value);
      same(
          writer -> writer.writeBinary(value),
          packer -> {
            packer.packBinaryHeader(length);
            packer.writePayload(value);
          });
    }
  }

  @Test
  void writeHeaders_aroundEveryCount_areWhatTheOracleWrites() throws IOException {
    for (int count : new int[] {0, 15, 16, 65_535, 65_536, Integer.MAX_VALUE}) {
      same(writer -> writer.writeArrayHeader(count), packer -> packer.packArrayHeader(count));
      same(writer -> writer.writeMapHeader(count), packer -> packer.packMapHeader(count));
    }
  }

  @Test
  void counting_sameCalls_countsWhatTheyWrite() throws IOException {
    Call calls =
        writer -> {
          for (int i = 0; i < 5000; i++) {
            writer.writeLong((long) i * i * i - 1000);
            writer.writeString("é".repeat(i % 300));
            writer.writeBinary(new byte[i % 500]);
          }
        };
    MsgpackWriter counter = MsgpackWriter.counting();
    calls.on(counter);
    assertThat(counter.written()).isEqualTo(written(calls).length);
  }

  @Test
  void flush_stringsAcrossTheBuffer_keepOrder() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    MsgpackWriter writer = new MsgpackWriter(out, 100_000);
    for (int i = 0; i < 3000; i++) {
      writer.writeString("text ✓ " + i);
    }
    writer.flush();
    MessageUnpacker unpacker = MessagePack.newDefaultUnpacker(out.toByteArray());
    for (int i = 0; i < 3000; i++) {
      assertThat(unpacker.unpackString()).isEqualTo("text ✓ " + i);
    }
    assertThat(unpacker.hasNext()).isFalse();
    assertThat(writer.written()).isEqualTo(out.size());
  }

  private static void same(Call call, Expected expected) throws IOException {
    try (MessageBufferPacker packer = MessagePack.newDefaultBufferPacker()) {
      expected.on(packer);
      assertThat(written(call)).isEqualTo(packer.toByteArray());
    }
    MsgpackWriter counter = MsgpackWriter.counting();
    call.on(counter);
    assertThat(counter.written()).isEqualTo(written(call).length);
  }

  private static byte[] written(Call call) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    MsgpackWriter writer = new MsgpackWriter(out, 16);
    call.on(writer);
    writer.flush();
    return out.toByteArray();
  }
}
