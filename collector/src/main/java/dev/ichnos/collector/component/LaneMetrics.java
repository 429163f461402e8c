package dev.ichnos.collector.component;

import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** The metrics of all lanes, one label {@code exporter}, read from the lanes when asked for. */
final class LaneMetrics {
  private final List<Supplier<LaneReading>> lanes = new CopyOnWriteArrayList<>();
  private final PrometheusRegistry registry;

  LaneMetrics(PrometheusRegistry registry) {
    this.registry = registry;
    counter("ichnos_lane_accepted_spans", "Spans of the journal.", LaneReading::accepted);
    counter("ichnos_lane_sent_spans", "Spans that the backend took.", LaneReading::sent);
    counter("ichnos_lane_resent_spans", "Spans sent again, each time.", LaneReading::resent);
    counters("ichnos_lane_dropped_spans", "Spans given up.", "reason", LaneReading::dropped);
    counters("ichnos_lane_created_spans", "Spans that rules added.", "rule", LaneReading::created);
    counters("ichnos_lane_merged_spans", "Spans that rules united.", "rule", LaneReading::merged);
    counters(
        "ichnos_lane_repaired_spans", "Spans that rules changed.", "rule", LaneReading::repaired);
    counter(
        "ichnos_lane_early_closed_traces",
        "Traces closed for want of bytes.",
        LaneReading::earlyClosedTraces);
    counters(
        "ichnos_lane_joins",
        "Finds of traces that are one request's.",
        "evidence",
        reading -> reading.joins().finds());
    counter(
        "ichnos_lane_joined_traces", "Traces in such finds.", reading -> reading.joins().traces());
    counter(
        "ichnos_lane_join_too_large",
        "Times that traces were too large to be looked at together.",
        reading -> reading.joins().tooLarge());
    counter(
        "ichnos_lane_join_late_spans",
        "Spans that followed a join after it was made.",
        reading -> reading.joins().lateSpans());
    gauge(
        "ichnos_lane_memory_bytes",
        "Bytes of what was decided on closed traces.",
        reading -> reading.memory().bytes());
    gauge(
        "ichnos_lane_memory_traces",
        "Closed traces whose late spans can follow.",
        reading -> reading.memory().traces());
    counters(
        "ichnos_lane_forgotten_traces",
        "Closed traces that are no longer remembered.",
        "reason",
        reading -> reading.memory().forgotten());
    gauge("ichnos_lane_waiting_spans", "Spans in journal or lane.", LaneReading::waiting);
    gauge("ichnos_lane_window_traces", "Traces that are open.", LaneReading::windowTraces);
    gauge(
        "ichnos_lane_oldest_age_seconds",
        "Age of the oldest span in the lane.",
        LaneReading::oldestAgeSeconds);
  }

  void add(Supplier<LaneReading> lane) {
    lanes.add(lane);
  }

  private void counter(String name, String help, ToDoubleFunction<LaneReading> value) {
    CounterWithCallback.builder()
        .name(name)
        .help(help)
        .labelNames("exporter")
        .callback(callback -> read(value, (labels, number) -> callback.call(number, labels)))
        .register(registry);
  }

  private void gauge(String name, String help, ToDoubleFunction<LaneReading> value) {
    GaugeWithCallback.builder()
        .name(name)
        .help(help)
        .labelNames("exporter")
        .callback(callback -> read(value, (labels, number) -> callback.call(number, labels)))
        .register(registry);
  }

  private void counters(
      String name, String help, String label, Function<LaneReading, Map<String, Long>> values) {
    CounterWithCallback.builder()
        .name(name)
        .help(help)
        .labelNames("exporter", label)
        .callback(
            callback -> {
              for (Supplier<LaneReading> lane : lanes) {
                LaneReading reading = lane.get();
                values
                    .apply(reading)
                    .forEach(
                        (key, spans) -> callback.call((double) spans, reading.exporter(), key));
              }
            })
        .register(registry);
  }

  private void read(ToDoubleFunction<LaneReading> value, Metrics.LabelledValues.Reader reader) {
    for (Supplier<LaneReading> lane : lanes) {
      LaneReading reading = lane.get();
      reader.value(new String[] {reading.exporter()}, value.applyAsDouble(reading));
    }
  }
}
