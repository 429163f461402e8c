package dev.ichnos.collector;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeadersCommandTest {
  private static final String TRACE = "463ac35c9f6413ad48485a3953bb6124";
  private static final String X_CLOUD =
      "x-cloud-trace-context: " + TRACE + "/5208512171318403364;o=1";

  @Test
  void text_ofOneHeader_isAsInGolden() {
    assertThat(Typed.of("headers", X_CLOUD))
        .isEqualTo(new Typed(ExitCode.OK, Typed.golden("headers-x-cloud.txt"), ""));
  }

  @Test
  void text_ofManyHeaders_isAsInGolden() {
    Typed typed =
        Typed.of(
            "headers",
            "X-Datadog-Trace-Id: 5208512171318403364",
            "x-datadog-parent-id: 7",
            "x-datadog-sampling-priority: -1",
            "x-datadog-tags: _dd.p.dm=-4,_dd.p.tid=463ac35c",
            "b3: 0",
            "sw8:",
            "X-B3-TraceId: 48485a3953bb6124",
            "x-b3-spanid: 5b4185666d50f68b",
            "x-b3-parentspanid: 48485a3953bb6124",
            "x-b3-flags: 1",
            "traceparent: 00-" + TRACE + "-48485a3953bb6124-03",
            "tracestate: a=b",
            "tracestate: c=d",
            X_CLOUD.replace("5208512171318403364", "48485a3953bb6124"));

    assertThat(typed).isEqualTo(new Typed(ExitCode.RUNTIME, Typed.golden("headers-many.txt"), ""));
  }

  @Test
  void json_isAsInGolden() {
    Typed typed =
        Typed.of(
            "headers",
            "--json",
            "x-amzn-trace-id: Root=1-463ac35c-9f6413ad48485a3953bb6124;Self=2-5",
            "b3: " + TRACE + "-48485a3953bb6124-d-0000000000000000",
            "traceparent: 00-" + TRACE + "-48485a3953bb612-01",
            "sw8:");

    assertThat(typed).isEqualTo(new Typed(ExitCode.RUNTIME, Typed.golden("headers.json"), ""));
  }

  @Test
  void equalsSign_mayStandForTheColon() {
    Typed typed = Typed.of("headers", X_CLOUD.replace(": ", "="));

    assertThat(typed).isEqualTo(Typed.of("headers", X_CLOUD));
    assertThat(Typed.of("headers", "x-amzn-trace-id=Sampled=1").exitCode()).isZero();
  }

  @Test
  void headersOfOneFamily_areReadTogether() {
    Typed typed =
        Typed.of("headers", "x-b3-spanid: 0000000000000007", "X-B3-TRACEID: 000000000000000a");

    assertThat(typed.exitCode()).isZero();
    assertThat(typed.out()).contains("as b3\n    b3: 000000000000000a-0000000000000007\n");
  }

  @Test
  void refused_exits1_andSaysWhereAndWhat() {
    Typed typed = Typed.of("headers", "b3: " + TRACE + "-");

    assertThat(typed.exitCode()).isEqualTo(ExitCode.RUNTIME);
    assertThat(typed.out()).contains("  refused    Malformed b3: ", " at 33: expected ");
  }

  @Test
  void unknownName_isWrongUsage_andNamesTheNearest() {
    Typed typed = Typed.of("headers", X_CLOUD, "x-b3-tracid: 5", "nonsense");

    assertThat(typed.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(typed.out()).isEmpty();
    assertThat(typed.err().lines().findFirst().orElseThrow())
        .startsWith("headers: x-b3-tracid: unknown header (nearest: x-b3-traceid; known: b3, ")
        .endsWith(")");
    assertThat(typed.err()).endsWith("headers: nonsense: no header (expected: 'name: value')\n");
  }

  @Test
  void noHeader_isWrongUsage() {
    assertThat(Typed.of("headers").exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(Typed.of("headers", "--json").exitCode()).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void valuesOfOthers_areShownWithoutEscapes() {
    String odd = "\u001b]0;owned\u0007\u202e";
    String base64 = Base64.getEncoder().encodeToString(odd.getBytes(StandardCharsets.UTF_8));
    String sw8 = "sw8: 1-YQ==-YQ==-0-" + base64 + "-YQ==-YQ==-YQ==";
    Typed text = Typed.of("headers", "b3: " + odd, sw8);
    Typed json = Typed.of("headers", "--json", "b3: " + odd, sw8);
    Typed name = Typed.of("headers", odd + ": 5");

    assertThat(text.out())
        .contains(
            "b3: \\u001b]0;owned\\u0007\\u202e\n", "service: \\u001b]0;owned\\u0007\\u202e\n");
    assertThat(json.out())
        .contains(
            "\"b3\" : \"\\u001B]0;owned\\u0007\\u202E\"",
            "\"service\" : \"\\u001B]0;owned\\u0007\\u202E\"");
    assertThat(text.out() + json.out() + name.err()).doesNotContain("\u001b", "\u0007", "\u202e");
  }

  @Test
  void longArgument_isShownInPart() {
    assertThat(Typed.of("headers", "a".repeat(100_000)).err()).hasSizeLessThan(400);
    assertThat(Typed.of("headers", "b3: " + "a".repeat(100_000)).out()).hasSizeLessThan(10_000);
  }

  @Test
  void atSign_namesNoFileOfArguments(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("arguments"), "b3=0");

    assertThat(Typed.of("headers", "@" + file).err()).contains("@" + file + ": no header");
  }

  @Test
  void unknownOption_steersNoTerminal() {
    Typed typed = Typed.of("headers", "b3=0", "--\u001b[31m");

    assertThat(typed.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(typed.err()).startsWith("Unknown option: '--\\u001b[31m'").contains("Usage:");
  }
}
