package dev.ichnos.codec.datadog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules of datadog-agent pkg/trace/traceutil/normalize, each shown by an example. */
class NormalFormsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          http.server.request | http.server.request
          HTTP.Request        | HTTP.Request
          42.answer           | answer
          __x                 | x
          a b  c              | a_b_c
          a-/b                | a_b
          a_.b                | a.b
          a._b                | a.b
          a..b                | a..b
          trailing___         | trailing
          trailing.           | trailing.
          grün                | gr_n
          1234                | ''
          ''                  | ''
          """)
  void operation_takesMetricNameForm(String name, String form) {
    assertThat(NormalForms.operation(name)).isEqualTo(form);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          productpage.default | productpage.default
          MyService           | myservice
          42-things           | 42-things
          a b  c              | a_b_c
          a__b                | a_b
          ends with !!        | ends_with
          @start              | _start
          a:b/c.d-e           | a:b/c.d-e
          ÜBER                | über
          ✓                   | ''
          ''                  | ''
          """)
  void tagValue_takesTagForm(String value, String form) {
    assertThat(NormalForms.tagValue(value)).isEqualTo(form);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Production | production
          42prod     | prod
          -_ staging | staging
          :colon     | :colon
          2024       | ''
          """)
  void tag_beginsWithALetterOrColon(String value, String form) {
    assertThat(NormalForms.tag(value)).isEqualTo(form);
  }

  @Test
  void tagValue_capitalOfAnotherWidth_staysAsItIs() {
    // U+212A KELVIN SIGN takes three bytes, its lower case k one.
    assertThat(NormalForms.tagValue("\u212a")).isEqualTo("\u212a");
  }

  @Test
  void tagValue_aroundTwoHundredCharacters_isCutThere() {
    assertThat(NormalForms.tagValue("a".repeat(199))).hasSize(199);
    assertThat(NormalForms.tagValue("a".repeat(200))).hasSize(200);
    assertThat(NormalForms.tagValue("a".repeat(201))).hasSize(200);
    assertThat(NormalForms.tagValue("é".repeat(250))).isEqualTo("é".repeat(200));
    assertThat(NormalForms.tagValue("a".repeat(199) + " b")).isEqualTo("a".repeat(199));
  }

  @Test
  void tagValue_manyBytesOfWideCharacters_isLeftAtFourHundred() {
    // 134 letters of three bytes are 402: the Agent stops once it has seen 400.
    assertThat(NormalForms.tagValue("字".repeat(200))).isEqualTo("字".repeat(134));
  }

  @Test
  void everyForm_ofItself_isItself() {
    Random random = new Random(3);
    String alphabet = "abzABZ019._-/: :@éÜ字😀";
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder();
      int[] characters = alphabet.codePoints().toArray();
      for (int n = random.nextInt(300); n > 0; n--) {
        text.appendCodePoint(characters[random.nextInt(characters.length)]);
      }
      String operation = NormalForms.operation(text.toString());
      assertThat(NormalForms.operation(operation)).isEqualTo(operation);
      String value = NormalForms.tagValue(text.toString());
      assertThat(NormalForms.tagValue(value)).isEqualTo(value);
      String tag = NormalForms.tag(text.toString());
      assertThat(NormalForms.tag(tag)).isEqualTo(tag);
    }
  }
}
