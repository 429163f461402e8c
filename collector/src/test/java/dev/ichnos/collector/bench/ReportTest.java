package dev.ichnos.collector.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ReportTest {
  private static final Percentiles LATENCY = new Percentiles(100, 1.5, 12.25);
  private static final SinkReport OTLP =
      new SinkReport("otlp=127.0.0.1:5317", 299_000, 1_000, 20, 5, 1, LATENCY);

  @Test
  void text_showsEveryFigure() {
    StringWriter out = new StringWriter();
    ReportText.print(report(List.of(OTLP)), new PrintWriter(out));

    assertThat(out)
        .hasToString(
            """
            protocol                      zipkin-json, 5 spans a message, 2 at a time
            measured                      10.0 s after a warm-up of 1.0 s
            rate                          20000 spans/s
            collector's CPU               10.0 s per million spans, 2.00 s in all
              whole run                   10.0 s per million spans, 3.00 s in all
            collector's memory            100 MiB on average, 150 MiB at most, 160 MiB since its start
            latency                       p50 1.50 ms, p99 12.25 ms
            sent                          300100 spans
            accepted                      300000 spans
            refused                       95 spans: 503
            refused                       5 spans: no_answer
              no answer                   first: reset
            otlp=127.0.0.1:5317           299000 spans arrived
              lost                        1000
              duplicated                  20
              though refused              5
              foreign                     1
              end to end                  p50 1.50 ms, p99 12.25 ms
            bench's own CPU               0.50 s, 2.5 s per million spans, 2.5 % of 2 cores
            remark                        a remark
            """);
  }

  @Test
  void text_withoutSinksAndProcess_saysSo() {
    StringWriter out = new StringWriter();
    BenchReport full = report(List.of());
    Interval unknown = new Interval(Duration.ofSeconds(1), 0, Optional.empty(), Duration.ZERO, 2);
    ReportText.print(
        new BenchReport(
            full.plan(),
            unknown,
            unknown,
            Optional.empty(),
            new Percentiles(0, 0, 0),
            0,
            0,
            Map.of(),
            "",
            Optional.of(new ServerCounts(7, 2)),
            List.of(),
            List.of()),
        new PrintWriter(out));

    assertThat(out.toString())
        .contains("collector's CPU               not known")
        .contains("collector's memory            not known")
        .contains("latency                       none")
        .contains("  the server's own count      7 spans, 2 of them dropped")
        .contains("sinks                         none: nobody counts what comes out");
  }

  @Test
  void json_isOneObjectOnOneLine() throws IOException {
    StringWriter out = new StringWriter();
    ReportJson.print(report(List.of(OTLP)), new PrintWriter(out));

    assertThat(out.toString().lines()).hasSize(1);
    assertThat(out.toString())
        .contains("\"plan\":{\"protocol\":\"zipkin-json\",\"target\":\"127.0.0.1:1\"")
        .contains("\"spans_per_second\":20000.0")
        .contains("\"collector_cpu_seconds_per_million_spans\":10.0")
        .contains("\"refused_spans\":{\"503\":95,\"no_answer\":5}")
        .contains("\"lost_spans\":1000,\"duplicated_spans\":20")
        .contains("\"average_bytes\":104857600")
        .contains("\"faultless\":false");
  }

  @Test
  void faultless_onlyIfSomethingCame_andAllOfItOnce() {
    assertThat(report(List.of(OTLP)).faultless()).isFalse();
    assertThat(report(List.of(new SinkReport("a", 5, 0, 0, 3, 3, LATENCY))).faultless()).isTrue();
    assertThat(report(List.of(new SinkReport("a", 5, 0, 1, 0, 0, LATENCY))).faultless()).isFalse();
    assertThat(report(List.of()).faultless()).isTrue();
  }

  private static BenchReport report(List<SinkReport> sinks) {
    return new BenchReport(
        Plans.timed(Protocol.ZIPKIN_JSON),
        new Interval(
            Duration.ofSeconds(10),
            200_000,
            Optional.of(Duration.ofSeconds(2)),
            Duration.ofMillis(500),
            2),
        new Interval(
            Duration.ofSeconds(20),
            300_000,
            Optional.of(Duration.ofSeconds(3)),
            Duration.ofMillis(700),
            2),
        Optional.of(new MemorySamples.Memory(100L << 20, 150L << 20, 160L << 20)),
        LATENCY,
        300_100,
        300_000,
        new TreeMap<>(Map.of("503", 95L, "no_answer", 5L)),
        "reset",
        Optional.empty(),
        sinks,
        List.of("a remark"));
  }
}
