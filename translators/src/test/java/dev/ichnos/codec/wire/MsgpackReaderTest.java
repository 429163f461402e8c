package dev.ichnos.codec.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ichnos.model.SpanFixtures;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;

class MsgpackReaderTest {
  private static final int DEPTH = 8;

  @Test
  void readLong_everyShape_readsTheNumber() throws Exception {
    assertThat(of("00").readLong()).isZero();
    assertThat(of("7f").readLong()).isEqualTo(127);
    assertThat(of("ff").readLong()).isEqualTo(-1);
    assertThat(of("e0").readLong()).isEqualTo(-32);
    assertThat(of("ccff").readLong()).isEqualTo(255);
    assertThat(of("cdffff").readLong()).isEqualTo(65_535);
    assertThat(of("ceffffffff").readLong()).isEqualTo(4_294_967_295L);
    assertThat(of("cf7fffffffffffffff").readLong()).isEqualTo(Long.MAX_VALUE);
    assertThat(of("d080").readLong()).isEqualTo(-128);
    assertThat(of("d18000").readLong()).isEqualTo(-32_768);
    assertThat(of("d280000000").readLong()).isEqualTo(Integer.MIN_VALUE);
    assertThat(of("d38000000000000000").readLong()).isEqualTo(Long.MIN_VALUE);
    assertThat(of("d0017f").readLong()).isEqualTo(1);
  }

  @Test
  void readLong_unsignedPastSigned_namesBoth() {
    assertThatThrownBy(() -> of("01cfffffffffffffffff", 1).readLong())
        .hasMessage("integer 18446744073709551615 (expected: at most 9223372036854775807)");
  }

  @Test
  void readUnsigned_highBitSet_keepsTheBits() throws Exception {
    assertThat(of("cfffffffffffffffff").readUnsigned()).isEqualTo(-1);
    assertThat(of("d3fffffffffffffffe").readUnsigned()).isEqualTo(-2);
  }

  @Test
  void readDouble_everyShape_readsTheNumber() throws Exception {
    assertThat(of("cb3ff8000000000000").readDouble()).isEqualTo(1.5);
    assertThat(of("ca3fc00000").readDouble()).isEqualTo(1.5);
    assertThat(of("05").readDouble()).isEqualTo(5);
    assertThat(of("d0ff").readDouble()).isEqualTo(-1);
    assertThat(of("cfffffffffffffffff").readDouble())
        .isEqualTo(new BigInteger("18446744073709551615").doubleValue());
  }

  @Test
  void readStringAndBinary_everyShape_readEachOther() throws Exception {
    assertThat(of("a26162").readString()).isEqualTo("ab");
    assertThat(of("d9026162").readString()).isEqualTo("ab");
    assertThat(of("da00026162").readString()).isEqualTo("ab");
    assertThat(of("db000000026162").readString()).isEqualTo("ab");
    assertThat(of("c4026162").readString()).isEqualTo("ab");
    assertThat(of("c500026162").readBinary()).containsExactly('a', 'b');
    assertThat(of("c6000000026162").readBinary()).containsExactly('a', 'b');
    assertThat(of("a26162").readBinary()).containsExactly('a', 'b');
  }

  @Test
  void readString_notUtf8_isMended() throws Exception {
    MsgpackReader reader = of("a361ff62a161");
    assertThat(reader.readString()).isEqualTo("a\ufffdb");
    assertThat(reader.wasMended()).isTrue();
    assertThat(reader.readString()).isEqualTo("a");
    assertThat(reader.wasMended()).isFalse();
  }

  @Test
  void readString_withCache_sharesKeysAndStillMends() throws Exception {
    KeyCache keys = new KeyCache();
    MsgpackReader reader = of("a26162a26162a2ff62");
    String first = reader.readString(keys);
    assertThat(reader.readString(keys)).isSameAs(first).isEqualTo("ab");
    assertThat(reader.readString(keys)).isEqualTo("\ufffdb");
    assertThat(reader.wasMended()).isTrue();
    assertThat(reader.atEnd()).isTrue();
  }

  @Test
  void readHeaders_everyShape_readTheCount() throws Exception {
    assertThat(of("920102").readArrayHeader()).isEqualTo(2);
    assertThat(of("dc0001c0").readArrayHeader()).isEqualTo(1);
    assertThat(of("dd00000001c0").readArrayHeader()).isEqualTo(1);
    assertThat(of("81c0c0").readMapHeader()).isEqualTo(1);
    assertThat(of("de0001c0c0").readMapHeader()).isEqualTo(1);
    assertThat(of("df00000001c0c0").readMapHeader()).isEqualTo(1);
  }

  @Test
  void next_everyLead_isTheOraclesType() throws Exception {
    for (int lead = 0; lead < 256; lead++) {
      byte[] bytes = new byte[40];
      bytes[0] = (byte) lead;
      MsgpackReader reader = new MsgpackReader(ByteBuffer.wrap(bytes));
      if (lead == 0xc1) {
        assertThatThrownBy(reader::next).hasMessage("byte 0xc1, which begins no value");
        continue;
      }
      String oracle = MessagePack.newDefaultUnpacker(bytes).getNextFormat().getValueType().name();
      assertThat(reader.next().name()).as("lead %02x", lead).isEqualTo(oracle);
    }
  }

  @Test
  void readArrayHeader_moreThanTheMessageHolds_isRefusedBeforeAnything() {
    assertThatThrownBy(() -> of("ddffffffff00").readArrayHeader())
        .hasMessage("count 4294967295 (expected: at most what the 1 bytes left can hold)");
    assertThatThrownBy(() -> of("de000200c0c0").readMapHeader())
        .hasMessage("count 2 (expected: at most what the 3 bytes left can hold)");
  }

  @Test
  void readString_longerThanTheMessage_isRefused() {
    assertThatThrownBy(() -> of("dbffffffff61").readString())
        .hasMessage("length 4294967295 (expected: at most the 1 bytes left)");
    assertThatThrownBy(() -> of("a361").readString()).hasMessage("1 bytes left (expected: 3)");
  }

  @Test
  void read_anotherType_namesBothAndThePlace() {
    MsgpackReader reader = of("c0a161");
    assertThatThrownBy(
            () -> {
              reader.readNil();
              reader.readLong();
            })
        .isInstanceOfSatisfying(
            MsgpackException.class,
            e ->
                assertThat(
                        e.in("start")
                            .in("[2]")
                            .in("traces")
                            .toDecodeException(SpanFixtures.TEST_FORMAT))
                    .hasMessage(
                        "Malformed TEST: traces[2].start at byte 1:"
                            + " string (expected: integer)"));
  }

  @Test
  void readNil_otherValue_staysBeforeIt() throws Exception {
    MsgpackReader reader = of("01");
    assertThat(reader.readNil()).isFalse();
    assertThat(reader.readLong()).isEqualTo(1);
  }

  @Test
  void skip_everyShapeOfTheOracle_endsBehindIt() throws Exception {
    Random random = new Random(7);
    for (int i = 0; i < 500; i++) {
      MessageBufferPacker packer = MessagePack.newDefaultBufferPacker();
      packRandom(packer, random, 5);
      byte[] bytes = packer.toByteArray();
      MsgpackReader reader = new MsgpackReader(ByteBuffer.wrap(bytes));
      reader.skip(DEPTH);
      assertThat(reader.atEnd()).isTrue();
      for (int cut = 0; cut < bytes.length; cut += 1 + bytes.length / 50) {
        MsgpackReader shorter = new MsgpackReader(ByteBuffer.wrap(bytes, 0, cut));
        assertThatThrownBy(() -> shorter.skip(DEPTH)).isInstanceOf(MsgpackException.class);
      }
    }
  }

  @Test
  void skip_deeperThanAllowed_isRefused() throws Exception {
    of("9191919100").skip(4);
    assertThatThrownBy(() -> of("9191919100").skip(3)).hasMessage("nested too deep");
  }

  @Test
  void skip_randomBytes_throwsNothingElse() {
    Random random = new Random(11);
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = new byte[random.nextInt(60)];
      random.nextBytes(bytes);
      try {
        new MsgpackReader(ByteBuffer.wrap(bytes)).skip(DEPTH);
      } catch (MsgpackException expected) {
        assertThat(expected.detail()).contains("byte ");
      }
    }
  }

  private static void packRandom(MessageBufferPacker packer, Random random, int depth)
      throws IOException {
    switch (random.nextInt(depth > 0 ? 9 : 7)) {
      case 0 -> packer.packNil();
      case 1 -> packer.packBoolean(random.nextBoolean());
      case 2 -> packer.packLong(random.nextLong() >> random.nextInt(64));
      case 3 -> packer.packDouble(random.nextDouble());
      case 4 -> packer.packString("s".repeat(random.nextInt(400)));
      case 5 -> {
        int length = random.nextInt(70_000);
        packer.packBinaryHeader(length);
        packer.writePayload(new byte[length]);
      }
      case 6 -> {
        int length = 1 << random.nextInt(10);
        packer.packExtensionTypeHeader((byte) 3, length);
        packer.writePayload(new byte[length]);
      }
      case 7 -> {
        int count = random.nextInt(20);
        packer.packArrayHeader(count);
        for (int i = 0; i < count; i++) {
          packRandom(packer, random, depth - 3);
        }
      }
      default -> {
        int count = random.nextInt(20);
        packer.packMapHeader(count);
        for (int i = 0; i < 2 * count; i++) {
          packRandom(packer, random, depth - 3);
        }
      }
    }
  }

  private static MsgpackReader of(String hex) {
    return of(hex, 0);
  }

  /** A reader of a part of an array, which starts at a place of its own. */
  private static MsgpackReader of(String hex, int from) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    return new MsgpackReader(ByteBuffer.wrap(bytes, from, bytes.length - from));
  }
}
