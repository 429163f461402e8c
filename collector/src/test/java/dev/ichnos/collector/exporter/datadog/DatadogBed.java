package dev.ichnos.collector.exporter.datadog;

import dev.ichnos.collector.component.Metrics;
import dev.ichnos.collector.config.DataSize;
import dev.ichnos.collector.config.DatadogExporterConfig;
import dev.ichnos.collector.config.DatadogExporterConfig.TopLevel;
import dev.ichnos.collector.config.DatadogExporterConfig.TraceApi;
import dev.ichnos.collector.config.JournalConfig;
import dev.ichnos.collector.config.LaneConfig;
import dev.ichnos.collector.config.Secret;
import dev.ichnos.collector.config.TlsClientConfig;
import dev.ichnos.collector.journal.memory.MemoryJournal;
import dev.ichnos.collector.pipeline.EpochClock;
import dev.ichnos.collector.pipeline.Lane;
import dev.ichnos.collector.pipeline.LaneRules;
import dev.ichnos.collector.pipeline.Ledger;
import dev.ichnos.collector.testing.FakeDatadogAgent;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanFixtures;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** A datadog exporter as tests want it; everything else as in the defaults. */
final class DatadogBed {
  private final TraceApi api;
  private DataSize maxMessageSize = DataSize.ofMebibytes(5);
  private Duration timeout = Duration.ofSeconds(20);
  private Map<String, Secret> headers = Map.of();
  private Map<String, String> namespaceEnvironments = Map.of();

  DatadogBed(TraceApi api) {
    this.api = api;
  }

  DatadogBed maxMessageSize(DataSize other) {
    maxMessageSize = other;
    return this;
  }

  DatadogBed timeout(Duration other) {
    timeout = other;
    return this;
  }

  DatadogBed headers(Map<String, Secret> other) {
    headers = other;
    return this;
  }

  DatadogBed namespaceEnvironments(Map<String, String> other) {
    namespaceEnvironments = other;
    return this;
  }

  /** An exporter, not started, towards this Agent. */
  DatadogExporter towards(FakeDatadogAgent agent) {
    LaneConfig lane = DatadogExporterConfig.laneDefaults();
    return new DatadogExporter(
        new DatadogExporterConfig(
            "datadog",
            new LaneConfig(
                lane.batch(),
                lane.retry(),
                lane.window(),
                lane.maxConcurrency(),
                lane.maxRequestsPerSecond(),
                timeout),
            agent.uri(),
            TlsClientConfig.defaults(),
            headers,
            api,
            "envoy",
            "",
            namespaceEnvironments,
            TopLevel.PARENT_SERVICE,
            true,
            maxMessageSize),
        new Metrics(),
        EpochClock.SYSTEM);
  }

  /** Sends these spans through a lane of its own, which is then drained and closed. */
  Ledger.Account throughLane(FakeDatadogAgent agent, List<Span> spans) throws Exception {
    DatadogExporter exporter = towards(agent);
    exporter.start();
    Metrics counts = new Metrics();
    MemoryJournal journal = new MemoryJournal(JournalConfig.defaults(), counts);
    Lane lane =
        new Lane(
            exporter,
            journal.reader(exporter.name()),
            DatadogExporterConfig.laneDefaults(),
            LaneRules.of(Set.of(SpanFixtures.ORIGIN.receiver())),
            counts);
    journal.start();
    lane.start();
    journal
        .append(SpanFixtures.batch(spans.toArray(Span[]::new)))
        .toCompletableFuture()
        .get(10, TimeUnit.SECONDS);
    lane.close(Duration.ofSeconds(30));
    exporter.close(Duration.ofSeconds(1));
    journal.close(Duration.ZERO);
    return lane.account();
  }
}
