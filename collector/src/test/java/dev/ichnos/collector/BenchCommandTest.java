package dev.ichnos.collector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.collector.bench.BenchPlan;
import dev.ichnos.collector.bench.Protocol;
import dev.ichnos.collector.bench.SinkAddress;
import dev.ichnos.collector.config.Endpoint;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BenchCommandTest {
  private static final String LEAST =
      "bench --target 127.0.0.1:9411 --protocol zipkin-json --sink none";

  private final StringWriter err = new StringWriter();
  private final List<BenchPlan> plans = new ArrayList<>();
  private final List<Boolean> asJson = new ArrayList<>();

  private final Main main =
      new Main(
          new Command.Terminal(
              InputStream.nullInputStream(),
              new PrintWriter(new StringWriter()),
              new PrintWriter(err),
              Map.of(),
              Set.of()),
          config -> ExitCode.OK,
          (keep, mixedHeaders, ignored) -> ExitCode.OK,
          (plan, json, ignored) -> {
            plans.add(plan);
            asJson.add(json);
            return ExitCode.OK;
          });

  @Test
  void defaults_areAModestLoad() {
    assertThat(typed(LEAST)).isZero();

    assertThat(plans)
        .containsExactly(
            new BenchPlan(
                Protocol.ZIPKIN_JSON,
                new Endpoint("127.0.0.1", 9411),
                OptionalLong.empty(),
                List.of(),
                4,
                50,
                0,
                0,
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                Duration.ofSeconds(20)));
    assertThat(asJson).containsExactly(false);
  }

  @Test
  void everyOption_isInThePlan() {
    assertThat(
            typed(
                "bench --target [::1]:4317 --protocol otlp-grpc --pid 42 --sink otlp=127.0.0.1:1"
                    + " --sink datadog=localhost:2 --concurrency 8 --batch 5 --rate 5000"
                    + " --duration 1m --warmup 5s --settle 1s --json"))
        .isZero();

    assertThat(plans)
        .containsExactly(
            new BenchPlan(
                Protocol.OTLP_GRPC,
                new Endpoint("::1", 4317),
                OptionalLong.of(42),
                List.of(
                    new SinkAddress(SinkAddress.Kind.OTLP, new Endpoint("127.0.0.1", 1)),
                    new SinkAddress(SinkAddress.Kind.DATADOG, new Endpoint("localhost", 2))),
                8,
                5,
                5_000,
                0,
                Duration.ofSeconds(5),
                Duration.ofMinutes(1),
                Duration.ofSeconds(1)));
    assertThat(asJson).containsExactly(true);
  }

  @Test
  void spans_needNoWarmup() {
    assertThat(typed(LEAST + " --spans 3000")).isZero();

    assertThat(plans.get(0).spans()).isEqualTo(3_000);
    assertThat(plans.get(0).warmup()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "bench --protocol zipkin-json --sink none | --target",
        "bench --target 127.0.0.1:1 --protocol zipkin-json | --sink",
        "bench --target 127.0.0.1 --protocol zipkin-json --sink none | HOST:PORT",
        "bench --target 127.0.0.1:1 --protocol thrift --sink none | expected: zipkin-json, zipkin",
        "bench --target 127.0.0.1:1 --protocol datadog --sink tempo=127.0.0.1:1 | otlp, otlphttp",
        "bench --target 127.0.0.1:1 --protocol datadog --sink none --batch 0 | batch: 0 (expected",
        "bench --target 127.0.0.1:1 --protocol datadog --sink none --batch 99999999999 | batch",
        "bench --target 127.0.0.1:1 --protocol datadog --sink none --rate x | --rate",
        "bench --target 127.0.0.1:1 --protocol datadog --sink none --duration 5 | with a unit",
        "bench --target 127.0.0.1:1 --protocol datadog --sink none --pid 0 | pid: 0 (expected",
      })
  void wrongUsage_isToldAndExits2(String command, String expected) {
    assertThat(typed(command)).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains(expected);
    assertThat(plans).isEmpty();
  }

  @Test
  void anotherMachine_onlyIfAskedFor() {
    String remote = "bench --target 192.0.2.1:9411 --protocol zipkin-json --sink none";

    assertThat(typed(remote)).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("--allow-remote");
    assertThat(typed(LEAST + " --sink otlp=0.0.0.0:4317")).isEqualTo(ExitCode.USAGE);
    assertThat(plans).isEmpty();
    assertThat(typed(remote + " --allow-remote")).isZero();
  }

  private int typed(String line) {
    return main.execute(line.split(" ", -1));
  }
}
