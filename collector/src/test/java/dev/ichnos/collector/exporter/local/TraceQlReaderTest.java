package dev.ichnos.collector.exporter.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TraceQlReaderTest {
  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "{}", "{ }", "{ true }", "{true && true}"})
  void read_everything_hasNoCondition(String query) throws Exception {
    assertThat(TraceQlReader.read(query)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "{ resource.service.name = \"x\" } | resource.service.name = x (String)",
        "{.a.b=`\\d`} | .a.b = \\d (String)",
        "{ span.\"my key\" != \"a \\\" b\" } | span.\"my key\" != a \" b (String)",
        "{ span.http.status_code >= 500 } | span.http.status_code >= 500 (Long)",
        "{ span.ratio < -0.5 } | span.ratio < -0.5 (Double)",
        "{ span.ok = true } | span.ok = true (Boolean)",
        "{ status = error } | status = error (String)",
        "{ span:kind = server } | span:kind = server (String)",
        "{ duration > 1m1.5s } | duration > 61500000000 (Long)",
        "{ true && name=\"a\"&&kind = client } | name = a (String), kind = client (String)",
      })
  void read_comparisons_inOrder(String query, String expected) throws Exception {
    assertThat(
            TraceQlReader.read(query).stream()
                .map(
                    c ->
                        c.field().name()
                            + " "
                            + c.operator().sign
                            + " "
                            + c.operand()
                            + " ("
                            + c.operand().getClass().getSimpleName()
                            + ")")
                .collect(Collectors.joining(", ")))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "name",
        "{",
        "{ name }",
        "{ name = }",
        "{ name = \"x }",
        "{ name = \"x\" || kind = server }",
        "{ name =~ \"x.*\" }",
        "{ unheard = 1 }",
        "{ span.a = nil }",
        "{ span.a = 1x }",
        "{ name = \"x\" } | count() > 1",
        "{ name = \"x\" } && { kind = server }",
        "{ span. = 1 }"
      })
  void read_moreThanIsUnderstood_saysWhatIs(String query) {
    assertThatThrownBy(() -> TraceQlReader.read(query))
        .isInstanceOf(BadQueryException.class)
        .hasMessageContaining("understood here: one spanset");
  }

  @Test
  void read_regularExpression_isNamed() {
    assertThatThrownBy(() -> TraceQlReader.read("{ name =~ \"x\" }"))
        .hasMessageStartingWith("q: a regular expression at character");
  }
}
