package dev.ichnos.collector.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.model.Span;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What a collector does wrong is told exactly. */
class BenchFaultsIT {
  private static final int BATCH = 5;
  private static final int SPANS = 30;

  @Test
  void everySpan_isCounted() throws Exception {
    try (RunningBench bench = RunningBench.start(BATCH, SinkAddress.Kind.OTLP_HTTP)) {
      assertThat(run(bench, spans -> spans, 200)).isEqualTo(new Found(SPANS, SPANS, 0, 0, 0, 0));
    }
  }

  @Test
  void missingSpans_areLost() throws Exception {
    try (RunningBench bench = RunningBench.start(BATCH, SinkAddress.Kind.OTLP_HTTP)) {
      UnaryOperator<List<Span>> lossy =
          spans ->
              spans.stream().filter(span -> bench.ids().number(span.spanId()) % 7 != 0).toList();

      assertThat(run(bench, lossy, 200)).isEqualTo(new Found(SPANS, 25, 5, 0, 0, 0));
    }
  }

  @Test
  void spansThatComeAgain_areDuplicated() throws Exception {
    try (RunningBench bench = RunningBench.start(BATCH, SinkAddress.Kind.OTLP_HTTP)) {
      UnaryOperator<List<Span>> forging =
          spans -> {
            List<Span> more = new ArrayList<>();
            for (Span span : spans) {
              long number = bench.ids().number(span.spanId());
              if (number == 3) {
                more.addAll(List.of(span, span));
              }
              if (number == 11) {
                more.add(span);
                more.add(span.toBuilder().spanId(77).build());
              }
            }
            more.addAll(spans);
            return more;
          };

      assertThat(run(bench, forging, 200)).isEqualTo(new Found(SPANS, SPANS, 0, 3, 0, 1));
    }
  }

  @Test
  void refusedSpans_areNotLost_andToldWhereTheyCome() throws Exception {
    try (RunningBench bench = RunningBench.start(BATCH, SinkAddress.Kind.OTLP_HTTP)) {
      assertThat(run(bench, spans -> spans, 503)).isEqualTo(new Found(0, SPANS, 0, 0, SPANS, 0));
    }
  }

  private static Found run(RunningBench bench, UnaryOperator<List<Span>> passed, int status)
      throws Exception {
    try (LossyCollector collector = new LossyCollector(bench.bound(0), passed, status)) {
      InetSocketAddress target = collector.address();
      BenchPlan plan =
          Plans.to(target, OptionalLong.empty(), Protocol.OTLP_HTTP, BATCH, SPANS)
              .withSettle(Duration.ofMillis(100));
      BenchReport report = bench.run(plan);
      SinkReport sink = report.sinks().get(0);
      assertThat(report.faultless())
          .isEqualTo(report.accepted() > 0 && sink.lost() + sink.duplicated() == 0);
      return new Found(
          report.accepted(),
          sink.arrived(),
          sink.lost(),
          sink.duplicated(),
          sink.refusedButArrived(),
          sink.foreign());
    }
  }

  private record Found(
      long accepted,
      long arrived,
      long lost,
      long duplicated,
      long refusedButArrived,
      long foreign) {}
}
