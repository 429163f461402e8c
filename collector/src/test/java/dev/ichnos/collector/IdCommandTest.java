package dev.ichnos.collector;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdCommandTest {
  private static final String TRACE = "463ac35c9f6413ad48485a3953bb6124";

  @ParameterizedTest
  @CsvSource({
    "id-trace.txt, " + TRACE,
    "id-ambiguous.txt, 5208512171318403",
    "id-x-cloud.txt, " + TRACE + "/5208512171318403364;o=1",
  })
  void text_isAsInGolden(String golden, String id) {
    assertThat(Typed.of("id", id)).isEqualTo(new Typed(ExitCode.OK, Typed.golden(golden), ""));
  }

  @Test
  void json_isAsInGolden() {
    Typed typed =
        Typed.of("id", "--json", TRACE + "/5208512171318403364", "5208512171318403", "no-id");

    assertThat(typed.out()).isEqualTo(Typed.golden("id.json"));
    assertThat(typed.err()).isEmpty();
    assertThat(typed.exitCode()).isEqualTo(ExitCode.RUNTIME);
  }

  @Test
  void noId_isToldOnErr_besideThoseThatAre() {
    Typed typed = Typed.of("id", "hello", TRACE, "0");

    assertThat(typed.exitCode()).isEqualTo(ExitCode.RUNTIME);
    assertThat(typed.out()).isEqualTo(Typed.golden("id-trace.txt"));
    assertThat(typed.err().lines())
        .hasSize(2)
        .startsWith(
            "id: hello: has no form of an id (expected: hex digits, a decimal number, TRACE/SPAN,"
                + " 1-8HEX-24HEX, a UUID, base64 of 8 or 16 bytes, or the value of a trace"
                + " header)")
        .endsWith("id: 0: is all zeros, which is no id");
  }

  @Test
  void textOfOthers_isShownWithoutEscapes() {
    Typed typed = Typed.of("id", "\u001b[31m" + "x".repeat(500));

    assertThat(typed.err())
        .startsWith("id: \\u001b[31mxxx")
        .doesNotContain("\u001b", "x".repeat(200));
    assertThat(Typed.of("id", "--json", "\u001b[31m\u202e").out())
        .contains("\"\\u001B[31m\\u202E\"")
        .doesNotContain("\u001b", "\u202e");
  }

  @Test
  void noArgument_isWrongUsage() {
    assertThat(Typed.of("id").exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(Typed.of("id", "--jsn", TRACE).exitCode()).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void help_saysWhatItTakes() {
    assertThat(Typed.of("id", "--help").out()).contains("--json", "ID...");
  }
}
