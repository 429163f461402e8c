package dev.ichnos.collector.exporter.datadog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.collector.config.DatadogExporterConfig.TraceApi;
import dev.ichnos.collector.pipeline.ExportResult;
import dev.ichnos.collector.pipeline.Exporter;
import dev.ichnos.collector.testing.DatadogPayload;
import dev.ichnos.model.Span;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class DatadogExporterV07Test extends DatadogExporterContract {
  @Override
  TraceApi api() {
    return TraceApi.V07;
  }

  @Test
  void export_chunks_statePriority() throws Exception {
    export(BATCH);

    assertThat(backend.payloads())
        .singleElement()
        .satisfies(
            payload -> {
              assertThat(payload.path()).isEqualTo("/v0.7/traces");
              assertThat(payload.chunks())
                  .singleElement()
                  .satisfies(chunk -> assertThat(chunk.priority()).isEqualTo(1));
            });
  }

  @Test
  void export_agentWithoutV07_isSentV04FromThenOn() throws Exception {
    backend.without("/v0.7/traces");
    Exporter exporter = exporter(backend, Duration.ofSeconds(10));

    assertThat(exportBy(exporter, BATCH))
        .isEqualTo(new ExportResult.Retryable(Duration.ZERO, "HTTP 404: no /v0.7/traces"));
    assertThat(result(exporter, BATCH)).isEqualTo(ExportResult.DELIVERED);
    backend.with("/v0.7/traces");
    assertThat(result(exporter, BATCH.withSpans(List.of(span(1, 1).build()))))
        .isEqualTo(ExportResult.DELIVERED);

    assertThat(backend.requests()).isEqualTo(3);
    assertThat(backend.payloads())
        .extracting(DatadogPayload::path)
        .containsExactly("/v0.4/traces", "/v0.4/traces");
  }

  @Test
  void export_agentWithoutV07_losesNothingOfALane() throws Exception {
    backend.without("/v0.7/traces");
    List<Span> spans = DatadogSources.everywhere();

    var account = new DatadogBed(api()).throughLane(backend, spans);

    assertThat(account.sent()).isEqualTo(spans.size());
    assertThat(backend.storedIds()).hasSize(spans.size());
    assertThat(backend.payloads()).extracting(DatadogPayload::path).containsOnly("/v0.4/traces");
  }

  @Test
  void export_noPathAtAll_isGivenUpInTheEnd() throws Exception {
    backend.without("/v0.7/traces");
    backend.without("/v0.4/traces");
    Exporter exporter = exporter(backend, Duration.ofSeconds(10));

    exportBy(exporter, BATCH);

    assertThat(result(exporter, BATCH))
        .isEqualTo(new ExportResult.Permanent(false, "HTTP 404: 404 page not found"));
  }
}
