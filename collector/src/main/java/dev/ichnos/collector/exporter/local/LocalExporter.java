package dev.ichnos.collector.exporter.local;

import dev.ichnos.collector.component.Metrics;
import dev.ichnos.collector.config.LocalExporterConfig;
import dev.ichnos.collector.pipeline.ExportResult;
import dev.ichnos.collector.pipeline.Exporter;
import dev.ichnos.collector.transport.Listeners;
import dev.ichnos.model.SpanBatch;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Keeps recent traces in memory and answers Tempo's query API from them. */
public final class LocalExporter implements Exporter {
  private final String name;
  private final TraceStore store;

  /**
   * An empty store, its routes added.
   *
   * @param api the listeners of the admin API, which alone must serve what is stored
   */
  public LocalExporter(LocalExporterConfig config, Listeners api, Metrics metrics) {
    name = config.id();
    store =
        new TraceStore(config.maxSize().bytes(), traces -> metrics.evicted(config.id(), traces));
    new TempoApi(store).addTo(api, name);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void start() {}

  @Override
  public CompletionStage<ExportResult> export(SpanBatch batch) {
    store.add(batch);
    return CompletableFuture.completedStage(ExportResult.DELIVERED);
  }

  @Override
  public void close(Duration deadline) {}
}
