package dev.ichnos.codec.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Utf8Test {
  @Test
  void mend_validBytes_sameInstance() {
    ByteBuffer message = ByteBuffer.wrap("plain äöü ✓ 😀, and long enough".getBytes(UTF_8));

    assertThat(Utf8.mend(message)).isSameAs(message);
  }

  @Test
  void mend_slice_readsOnlyPositionToLimit() {
    byte[] bytes = "\u00e4bcd\u00e4".getBytes(UTF_8);
    ByteBuffer inner = ByteBuffer.wrap(bytes, 1, 4);

    assertThat(text(Utf8.mend(inner))).isEqualTo("\uFFFDbcd");
    assertThat(inner.position()).isEqualTo(1);
    assertThat(text(Utf8.mend(ByteBuffer.wrap(bytes, 2, 4).slice()))).isEqualTo("bcd\uFFFD");
  }

  /** The examples of The Unicode Standard 16, tables 3-8 to 3-11, and edges of table 3-7. */
  @ParameterizedTest
  @CsvSource({
    "C0AFE080BFF0818241, ########A",
    "EDA080EDBFBFEDAF41, ########A",
    "F4919293FF4180BF42, #####A##B",
    "E180E2F09192F1BF41, ####A",
    "F4908080, ####",
    "F5, #",
    "E0A0, #",
    "80, #",
    "41C3, A#",
    "4142434445464748FF, ABCDEFGH#",
  })
  void decode_invalid_oneReplacementPerLongestPrefix(String hex, String expected) {
    byte[] bytes = HexFormat.of().parseHex(hex);

    String text = Utf8.decode(bytes, 0, bytes.length);

    assertThat(text).isEqualTo(expected.replace('#', '\uFFFD'));
    assertThat(Utf8.wasMended(text, bytes, 0, bytes.length)).isTrue();
    assertThat(text(Utf8.mend(ByteBuffer.wrap(bytes)))).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"C280", "DFBF", "E0A080", "ED9FBF", "EE8080", "EFBFBD", "F0908080", "F48FBFBF"})
  void isValid_edgesOfTheTable_true(String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex);

    assertThat(Utf8.isValid(bytes, 0, bytes.length)).isTrue();
  }

  @Test
  void wasMended_replacementSentBySender_false() {
    byte[] bytes = "a\uFFFDb".getBytes(UTF_8);

    assertThat(Utf8.wasMended(Utf8.decode(bytes, 0, bytes.length), bytes, 0, bytes.length))
        .isFalse();
  }

  @Test
  void isValid_randomBytes_agreesWithTheJdk() {
    Random random = new Random(7);
    for (int i = 0; i < 200_000; i++) {
      byte[] bytes = new byte[random.nextInt(12)];
      random.nextBytes(bytes);
      if (random.nextBoolean()) {
        bytes = new String(bytes, UTF_8).replace("\uFFFD", "").getBytes(UTF_8);
      }
      boolean valid = Utf8.isValid(bytes, 0, bytes.length);
      assertThat(valid).isEqualTo(jdkAccepts(bytes));
      byte[] mended = text(Utf8.mend(ByteBuffer.wrap(bytes))).getBytes(UTF_8);
      assertThat(Utf8.isValid(mended, 0, mended.length)).isTrue();
    }
  }

  @Test
  void mendString_paired_sameInstance() {
    String text = "a😀b";

    assertThat(Utf8.mend(text)).isSameAs(text);
  }

  @Test
  void mendString_loneSurrogates_replaced() {
    assertThat(Utf8.mend("\uD83D a \uDE00\uD83D\uD83D\uDE00\uD83D"))
        .isEqualTo("\uFFFD a \uFFFD\uFFFD\uD83D\uDE00\uFFFD");
  }

  private static boolean jdkAccepts(byte[] bytes) {
    try {
      UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  private static String text(ByteBuffer bytes) {
    return UTF_8.decode(bytes.duplicate()).toString();
  }
}
