package dev.ichnos.collector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.collector.config.CollectorConfig;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {
  private static final String VALID =
      """
      receivers: {zipkin: }
      exporters: {otlp: {endpoint: "tempo:4317", headers: {authorization: "${env:TOKEN}"}}}
      processors: {batch: }
      service: {pipelines: {traces: {receivers: [zipkin], exporters: [otlp]}}}
      """;

  @TempDir private Path directory;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final List<CollectorConfig> started = new ArrayList<>();
  private final List<String> demonstrated = new ArrayList<>();

  private final Main main =
      new Main(
          new Command.Terminal(
              InputStream.nullInputStream(),
              new PrintWriter(out),
              new PrintWriter(err),
              Map.of("TOKEN", "geheim"),
              Set.of()),
          config -> {
            started.add(config);
            return ExitCode.NOT_DRAINED;
          },
          (keep, mixedHeaders, ignored) -> {
            demonstrated.add(keep + " " + mixedHeaders);
            return ExitCode.OK;
          },
          (plan, json, ignored) -> ExitCode.OK);

  @Test
  void validate_validFile_saysSoAndExits0() throws IOException {
    assertThat(main.execute("validate", "--config", file(VALID))).isZero();
    assertThat(out.toString()).endsWith("ichnos.yaml: valid\n");
    assertThat(err.toString())
        .endsWith(
            "ichnos.yaml: warning: line 3: processors: batch is built in: each exporter batches by"
                + " its key batch\n");
  }

  @Test
  void validate_passThrough_saysSo() throws IOException {
    String file =
        file(
            """
            receivers: {otlp: }
            exporters: {otlp: {endpoint: "tempo:4317", window: {enabled: false}}}
            identity: {enabled: false}
            service: {pipelines: {traces: {receivers: [otlp], exporters: [otlp]}}}
            """);

    assertThat(main.execute("validate", "--config", file)).isZero();
    assertThat(out.toString())
        .endsWith(
            "ichnos.yaml: valid\n"
                + "pass-through: OTLP of otlp is forwarded as it comes, no span is read\n");
  }

  @Test
  void validate_brokenFile_saysAllProblemsAndExits3() throws IOException {
    String file = file(VALID.replace("zipkin:", "zipkn:").replace("tempo:4317", "tempo"));

    assertThat(main.execute("validate", "--config", file)).isEqualTo(ExitCode.INVALID_CONFIG);
    assertThat(out.toString()).isEmpty();
    assertThat(err.toString().lines())
        .anySatisfy(
            line ->
                assertThat(line)
                    .startsWith(file + ": line 1: receivers.zipkn: unknown type (nearest: zipkin;"))
        .contains(file + ": line 2: exporters.otlp.endpoint: tempo (expected: HOST:PORT)")
        .last()
        .isEqualTo(file + ": 3 problems");
  }

  @Test
  void validate_missingFile_exits3() {
    assertThat(main.execute("validate", "--config", "/no/such/file"))
        .isEqualTo(ExitCode.INVALID_CONFIG);
    assertThat(err.toString()).contains("/no/such/file").contains("cannot be read");
  }

  @Test
  void printConfig_secret_isNotShown() throws IOException {
    assertThat(main.execute("print-config", "--config", file(VALID))).isZero();
    assertThat(out.toString()).contains("authorization: \"***\"").doesNotContain("geheim");
  }

  @Test
  void printConfig_withoutFile_printsDefaults() {
    assertThat(main.execute("print-config")).isZero();
    assertThat(out.toString()).contains("endpoint: 127.0.0.1:9411");
  }

  @Test
  void run_validFile_startsIt() throws IOException {
    assertThat(main.execute("run", "--config", file(VALID))).isEqualTo(ExitCode.NOT_DRAINED);
    assertThat(started).hasSize(1);
  }

  @Test
  void run_withoutFile_startsDefaults() {
    main.execute("run");

    assertThat(started).containsExactly(CollectorConfig.defaults());
  }

  @Test
  void run_brokenFile_startsNothingAndExits3() throws IOException {
    assertThat(main.execute("run", "--config", file("a: b"))).isEqualTo(ExitCode.INVALID_CONFIG);
    assertThat(started).isEmpty();
  }

  @Test
  void run_thatCannotStart_exits1() {
    Main failing =
        new Main(
            new Command.Terminal(
                InputStream.nullInputStream(),
                new PrintWriter(out),
                new PrintWriter(err),
                Map.of(),
                Set.of()),
            config -> {
              throw new IOException("port 9411 is in use (expected: a free one)");
            },
            (keep, mixedHeaders, ignored) -> ExitCode.OK,
            (plan, json, ignored) -> ExitCode.OK);

    assertThat(failing.execute("run")).isEqualTo(ExitCode.RUNTIME);
  }

  @Test
  void demo_keepsAndMixesOnlyWhenAsked() {
    assertThat(main.execute("demo")).isZero();
    assertThat(main.execute("demo", "--keep")).isZero();
    assertThat(main.execute("demo", "--mixed-headers")).isZero();
    assertThat(demonstrated).containsExactly("false false", "true false", "false true");
  }

  @Test
  void anyCommand_wrongUsage_exits2() {
    assertThat(main.execute()).isEqualTo(ExitCode.USAGE);
    assertThat(main.execute("rnu")).isEqualTo(ExitCode.USAGE);
    assertThat(main.execute("run", "--confg", "x")).isEqualTo(ExitCode.USAGE);
    assertThat(main.execute("run", "--config")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("rnu", "--confg", "FILE");
  }

  @Test
  void help_namesAllCommands() {
    assertThat(main.execute("--help")).isZero();
    assertThat(out.toString()).contains("run", "validate", "print-config", "demo", "bench");
  }

  @Test
  void version_isPrinted() {
    assertThat(main.execute("--version")).isZero();
    assertThat(main.execute("run", "--version")).isZero();
    assertThat(out.toString()).isEqualTo("ichnos dev\nichnos dev\n");
  }

  private String file(String text) throws IOException {
    return Files.writeString(directory.resolve("ichnos.yaml"), text).toString();
  }
}
