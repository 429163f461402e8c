package dev.ichnos.collector.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.collector.it.IchnosProcess;
import dev.ichnos.collector.it.RunningCollector;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every span by every protocol through a collector, once to each of its backends. */
class BenchIT {
  private static final SinkAddress.Kind[] KINDS = SinkAddress.Kind.values();

  private static final String RECEIVERS =
      """
      receivers:
        zipkin: {endpoint: 127.0.0.1:0}
        otlp: {protocols: {grpc: {endpoint: 127.0.0.1:0}, http: {endpoint: 127.0.0.1:0}}}
        datadog: {endpoint: 127.0.0.1:0}
      admin:
        health: {endpoint: 127.0.0.1:0}
        api: {endpoint: 127.0.0.1:0}
      """;

  @TempDir private Path directory;

  @ParameterizedTest
  @CsvSource({
    "ZIPKIN_JSON, 5",
    "ZIPKIN_JSON, 500",
    "ZIPKIN_PROTO, 50",
    "OTLP_GRPC, 3",
    "OTLP_HTTP, 50",
    "DATADOG, 5",
  })
  void everySpan_isAtEachSinkOnce(Protocol protocol, int batch) throws Exception {
    try (RunningBench bench = RunningBench.start(batch, KINDS);
        RunningCollector collector = RunningCollector.start(config(bench))) {
      String owner = owner(protocol);
      boolean mixed = protocol != Protocol.OTLP_GRPC;

      BenchReport report =
          bench.run(
              Plans.to(
                  collector.listener(owner, mixed), OptionalLong.empty(), protocol, batch, 1_500));

      assertThat(report.accepted()).isEqualTo(report.sent()).isGreaterThanOrEqualTo(1_500);
      assertThat(report.refusedByCode()).isEmpty();
      assertThat(report.sinks())
          .hasSize(KINDS.length)
          .allSatisfy(
              sink -> {
                assertThat(sink.arrived()).isEqualTo(report.accepted());
                assertThat(sink.lost()).isZero();
                assertThat(sink.duplicated()).isZero();
                assertThat(sink.foreign()).isZero();
              });
      assertThat(report.faultless()).isTrue();
    }
  }

  /** The jar as its users run it, so that there is a process to look at. */
  @Test
  void collectorsProcess_isLookedAt() throws Exception {
    try (RunningBench bench = RunningBench.start(50, KINDS);
        IchnosProcess ichnos = IchnosProcess.run(directory, config(bench))) {
      BenchReport report =
          bench.run(
              Plans.to(
                  ichnos.listener("zipkin", "HTTP and gRPC"),
                  OptionalLong.of(ichnos.pid()),
                  Protocol.ZIPKIN_JSON,
                  50,
                  3_000));

      assertThat(report.faultless()).isTrue();
      if (ProcessFiles.of(ichnos.pid()).readable()) {
        assertThat(report.whole().collectorCpu()).isPresent();
        assertThat(report.memory().orElseThrow().highWaterBytes()).isGreaterThan(10L << 20);
      } else {
        assertThat(report.remarks()).anyMatch(remark -> remark.contains("cannot be read"));
      }
    }
  }

  /** All of it from the command line, to a collector that keeps what it gets. */
  @Test
  void command_printsJson() throws Exception {
    try (IchnosProcess ichnos = IchnosProcess.run(directory, localConfig())) {
      int port = ichnos.listener("zipkin", "HTTP and gRPC").getPort();

      IchnosProcess.Finished finished =
          IchnosProcess.command(
              "bench",
              "--target",
              "127.0.0.1:" + port,
              "--protocol",
              "zipkin-json",
              "--sink",
              "none",
              "--spans",
              "300",
              "--json");

      assertThat(finished.output()).contains("\"accepted_spans\":300", "\"faultless\":true");
      assertThat(finished.exitCode()).isZero();
    }
  }

  private static String owner(Protocol protocol) {
    return switch (protocol) {
      case ZIPKIN_JSON, ZIPKIN_PROTO -> "zipkin";
      case OTLP_GRPC, OTLP_HTTP -> "otlp";
      case DATADOG -> "datadog";
    };
  }

  private static String localConfig() {
    return RECEIVERS
        + """
        exporters: {local: {}}
        service: {pipelines: {traces: {receivers: [zipkin, otlp, datadog], exporters: [local]}}}
        """;
  }

  /** A lane to each sink, in the order of their kinds, whose windows close soon. */
  private static String config(RunningBench bench) {
    String lane = "window: {idle: 200ms, max_age: 2s}, timeout: 60s";
    return RECEIVERS
        + """
        exporters:
          otlp: {endpoint: "127.0.0.1:%d", tls: {insecure: true}, %s}
          otlphttp: {traces_endpoint: "http://127.0.0.1:%d/v1/traces", %s}
          datadog: {endpoint: "http://127.0.0.1:%d", %s}
          googlecloud:
            {endpoint: "127.0.0.1:%d", tls: {insecure: true}, credentials: none, project: p1, %s}
        service:
          drain_timeout: 10s
          pipelines:
            traces:
              receivers: [zipkin, otlp, datadog]
              exporters: [otlp, otlphttp, datadog, googlecloud]
        """
            .formatted(
                bench.port(0), lane, bench.port(1), lane, bench.port(2), lane, bench.port(3), lane);
  }
}
