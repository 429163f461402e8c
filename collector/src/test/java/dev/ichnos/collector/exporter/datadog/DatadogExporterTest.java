package dev.ichnos.collector.exporter.datadog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.collector.config.DatadogExporterConfig.TraceApi;
import dev.ichnos.collector.pipeline.ExportResult;
import org.junit.jupiter.api.Test;

class DatadogExporterTest extends DatadogExporterContract {
  @Override
  TraceApi api() {
    return TraceApi.V04;
  }

  @Test
  void export_byDefault_postsToV04() throws Exception {
    export(BATCH);

    assertThat(backend.payloads())
        .singleElement()
        .satisfies(payload -> assertThat(payload.path()).isEqualTo("/v0.4/traces"));
  }

  @Test
  void export_noSuchPath_isGivenUpWithoutBlamingSpans() throws Exception {
    backend.without("/v0.4/traces");

    assertThat(export(BATCH))
        .isEqualTo(new ExportResult.Permanent(false, "HTTP 404: 404 page not found"));
  }
}
