package dev.ichnos.codec.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonNumbersTest {
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '\'',
      value = {
        "0, 0",
        "-1, -1",
        "1641106513382869, 1641106513382869",
        "9223372036854775807, 9223372036854775807",
        "-9223372036854775808, -9223372036854775808",
        "\"1641106513382869\", 1641106513382869",
        "\" 42 \", 42",
        "\"-42\", -42",
        "\"9223372036854775807\", 9223372036854775807",
        "1.58432429547687e+15, 1584324295476870",
        "\"1.58432429547687e+15\", 1584324295476870",
        "1E3, 1000",
        "1000e-3, 1",
        "9.223372036854775807e18, 9223372036854775807",
        "5.000, 5",
        "0e999999999, 0",
      })
  void longValue_everyShape_exact(String json, long expected)
      throws IOException, BadValueException {
    assertThat(JsonNumbers.longValue(at(json))).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "9223372036854775808",
        "-9223372036854775809",
        "\"9223372036854775808\"",
        "1e19",
        "1e999999999",
        "1e-999999999",
        "1.5",
        "\"\"",
        "\"soon\"",
        "\"0x10\"",
        "\"NaN\"",
        "\"-\"",
        "true",
        "null",
        "[1]",
        "{}",
        "\"00000000000000000000000000000000000000000000000000000000000000001\"",
      })
  void longValue_noWholeNumberOf64Bits_saysExpected(String json) throws IOException {
    JsonParser parser = at(json);

    assertThatThrownBy(() -> JsonNumbers.longValue(parser))
        .isInstanceOf(BadValueException.class)
        .hasMessageEndingWith("(expected: a whole number of at most 64 bits)");
  }

  @ParameterizedTest
  @CsvSource({
    "1584324295476870.75, 1584324295476870",
    "-1.9, -1",
    "0.999, 0",
    "1e-999999999, 0",
    "1.5847e3, 1584",
    "7, 7",
  })
  void truncatedLongValue_fraction_cutOff(String json, long expected)
      throws IOException, BadValueException {
    assertThat(JsonNumbers.truncatedLongValue(at(json))).isEqualTo(expected);
  }

  @Test
  void isPlain_onlyForIntegers() throws IOException {
    assertThat(JsonNumbers.isPlain(at("1"))).isTrue();
    assertThat(JsonNumbers.isPlain(at("1.0"))).isFalse();
    assertThat(JsonNumbers.isPlain(at("\"1\""))).isFalse();
  }

  private static JsonParser at(String json) throws IOException {
    JsonParser parser = new JsonFactory().createParser(json);
    parser.nextToken();
    return parser;
  }
}
